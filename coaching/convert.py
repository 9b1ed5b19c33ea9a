"""SmolLM2 out of llama.cpp's format into the folder that vLLM reads: `python -m coaching.convert GGUF FOLDER`.

vLLM reads no GGUF on a CPU. Run once, at set-up: weights are dequantised to half precision, the rows of queries and
keys go back into the order that transformers has them in, and the tokenizer is made of the file's metadata.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from coaching.gguf import GgufFile, NotGguf

CONTROL: Final = 3
"""The type of a token that stands for no text."""

NAMES: Final = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
OUTSIDE: Final = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


def convert(gguf: Path, folder: Path) -> None:
    """Write config, tokenizer and weights into `folder`, which is replaced; the same bytes each time.

    Raises:
        NotGguf: it is no Llama with a byte-pair tokenizer.
        OSError: a file can't be read or written.
    """
    source = GgufFile(gguf)
    if source.metadata.get("general.architecture") != "llama":
        raise NotGguf(f"{gguf.name} is no Llama")
    part = folder.with_name(f"part-{folder.name}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    save_file(_weights(source), part / "model.safetensors", metadata={"format": "pt"})
    _tokenizer(source.metadata).save(str(part / "tokenizer.json"))
    _write(part / "tokenizer_config.json", _tokenizer_config(source.metadata))
    _write(part / "config.json", _config(source))
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)


def unpermuted(weights: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """Rows of a query or key projection, (heads * size, width), in the order of transformers.

    llama.cpp turns neighbouring rows of a head together, transformers those half a head apart.
    """
    rows, width = weights.shape
    return weights.reshape(heads, rows // heads // 2, 2, width).swapaxes(1, 2).reshape(rows, width)


def _weights(source: GgufFile) -> dict[str, NDArray[np.float16]]:
    heads = {
        "attn_q": source.metadata["llama.attention.head_count"],
        "attn_k": source.metadata["llama.attention.head_count_kv"],
    }
    found = {}
    for name in source:
        stem, _, kind = name.rpartition(".")
        if stem in OUTSIDE:
            target, part = OUTSIDE[stem], ""
        else:
            _, number, part = stem.split(".")
            target = f"model.layers.{number}.{NAMES[part]}"
        weights = source.read(name)
        if part in heads:
            weights = unpermuted(weights, heads[part])
        found[f"{target}.{kind}"] = np.ascontiguousarray(weights, dtype=np.float16)
    return found


def _config(source: GgufFile) -> dict[str, Any]:
    told = {key.removeprefix("llama."): value for key, value in source.metadata.items()}
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "torch_dtype": "float16",
        "vocab_size": len(told["tokenizer.ggml.tokens"]),
        "hidden_size": told["embedding_length"],
        "intermediate_size": told["feed_forward_length"],
        "num_hidden_layers": told["block_count"],
        "num_attention_heads": told["attention.head_count"],
        "num_key_value_heads": told["attention.head_count_kv"],
        "max_position_embeddings": told["context_length"],
        "rms_norm_eps": round(told["attention.layer_norm_rms_epsilon"], 9),
        "rope_theta": told["rope.freq_base"],
        "hidden_act": "silu",
        "tie_word_embeddings": "output.weight" not in source.tensors,
        "bos_token_id": told["tokenizer.ggml.bos_token_id"],
        "eos_token_id": told["tokenizer.ggml.eos_token_id"],
        "pad_token_id": told["tokenizer.ggml.padding_token_id"],
    }


def _tokenizer(metadata: dict[str, Any]) -> Tokenizer:
    if metadata.get("tokenizer.ggml.pre") != "smollm":
        raise NotGguf("a tokenizer that we don't know")
    tokens: list[str] = metadata["tokenizer.ggml.tokens"]
    merges = [tuple(one.split(" ", 1)) for one in metadata["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(models.BPE({token: number for number, token in enumerate(tokens)}, merges))
    # Each digit is a token of its own: so were the model's lessons.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    kinds = zip(tokens, metadata["tokenizer.ggml.token_type"], strict=True)
    tokenizer.add_special_tokens(
        [AddedToken(token, normalized=False, special=True) for token, kind in kinds if kind == CONTROL]
    )
    return tokenizer


def _tokenizer_config(metadata: dict[str, Any]) -> dict[str, Any]:
    tokens = metadata["tokenizer.ggml.tokens"]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "chat_template": metadata["tokenizer.chat_template"],
        "bos_token": tokens[metadata["tokenizer.ggml.bos_token_id"]],
        "eos_token": tokens[metadata["tokenizer.ggml.eos_token_id"]],
        "pad_token": tokens[metadata["tokenizer.ggml.padding_token_id"]],
        "unk_token": tokens[metadata["tokenizer.ggml.unknown_token_id"]],
        "clean_up_tokenization_spaces": False,
        "model_max_length": metadata["llama.context_length"],
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
