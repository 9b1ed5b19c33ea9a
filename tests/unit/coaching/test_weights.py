"""From llama.cpp's file to the folder that vLLM reads."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from coaching import weights
from coaching.convert import convert, unpermuted
from coaching.gguf import GgufFile, NotGguf
from tests.unit.coaching.gguf_writer import F16, F32, Q4_0, Q4_1, Q8_0, write

CHANCE = np.random.default_rng(1)
TOKENS = ["<|end|>", "s", "i", "t", "\u0120", "1", "2", "si", "sit"]
WIDTH, HEADS = 64, 4
METADATA: dict[str, Any] = {
    "general.architecture": "llama",
    "llama.block_count": 1,
    "llama.context_length": 128,
    "llama.embedding_length": WIDTH,
    "llama.feed_forward_length": 2 * WIDTH,
    "llama.attention.head_count": HEADS,
    "llama.attention.head_count_kv": 2,
    "llama.rope.freq_base": 10000.0,
    "llama.attention.layer_norm_rms_epsilon": 1e-5,
    "tokenizer.ggml.pre": "smollm",
    "tokenizer.ggml.tokens": TOKENS,
    "tokenizer.ggml.token_type": [3] + [1] * (len(TOKENS) - 1),
    "tokenizer.ggml.merges": ["s i", "si t"],
    "tokenizer.ggml.bos_token_id": 0,
    "tokenizer.ggml.eos_token_id": 0,
    "tokenizer.ggml.padding_token_id": 0,
    "tokenizer.ggml.unknown_token_id": 0,
    "tokenizer.chat_template": "{{ messages }}",
}


def some(*shape: int) -> NDArray[np.float32]:
    return CHANCE.standard_normal(shape).astype(np.float32)


def read_all(path: Path) -> None:
    file = GgufFile(path)
    for name in file:
        file.read(name)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A Llama of one layer."""
    shapes = {"attn_q": (WIDTH, WIDTH), "attn_k": (WIDTH // 2, WIDTH), "ffn_down": (WIDTH, 2 * WIDTH)}
    tensors = {
        "token_embd.weight": (some(len(TOKENS), WIDTH), Q8_0),
        "output_norm.weight": (some(WIDTH), F32),
        **{f"blk.0.{name}.weight": (some(*shape), Q4_1) for name, shape in shapes.items()},
    }
    write(tmp_path / "model.gguf", METADATA, tensors)
    return tmp_path / "model.gguf"


@pytest.mark.parametrize(
    ("kind", "most_wrong"), [(F32, 0), (F16, 2e-3), (Q8_0, 0.02), (Q4_0, 0.35), (Q4_1, 0.3)]
)
def test_what_was_quantised_comes_back_nearly(tmp_path: Path, kind: int, most_wrong: float) -> None:
    values = some(6, 64)
    write(tmp_path / "one.gguf", {"a": "b"}, {"before": (some(32), kind), "one": (values, kind)})

    read = GgufFile(tmp_path / "one.gguf").read("one")

    assert read.shape == values.shape
    assert np.abs(read - values).max() <= most_wrong


def test_metadata_come_back_as_they_were(model: Path) -> None:
    read = GgufFile(model).metadata

    assert {key: read[key] for key in METADATA if not isinstance(METADATA[key], float)} == {
        key: value for key, value in METADATA.items() if not isinstance(value, float)
    }


def test_a_file_that_is_cut_off_anywhere_is_refused(model: Path, tmp_path: Path) -> None:
    whole = model.read_bytes()
    cut = tmp_path / "cut.gguf"
    for length in range(0, len(whole), 97):
        cut.write_bytes(whole[:length])
        with pytest.raises(NotGguf):
            read_all(cut)


def test_a_file_that_promises_a_million_million_entries_is_refused_at_once(model: Path) -> None:
    whole = bytearray(model.read_bytes())
    whole[16:24] = (10**12).to_bytes(8, "little")
    model.write_bytes(whole)

    with pytest.raises(NotGguf, match="promises"):
        GgufFile(model)


def test_rows_of_queries_go_back_to_where_llama_cpp_took_them_from() -> None:
    rows = some(WIDTH, 5)
    # As llama.cpp's converter does it.
    permuted = rows.reshape(HEADS, 2, WIDTH // HEADS // 2, 5).swapaxes(1, 2).reshape(rows.shape)

    assert (unpermuted(permuted, HEADS) == rows).all()


def test_a_model_becomes_a_folder_that_transformers_knows(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    convert(model, folder)

    config = json.loads((folder / "config.json").read_text())
    assert (config["architectures"], config["num_key_value_heads"]) == (["LlamaForCausalLM"], 2)
    assert config["tie_word_embeddings"] is True
    tensors = load_file(folder / "model.safetensors")
    assert set(tensors) == {
        "model.embed_tokens.weight",
        "model.norm.weight",
        "model.layers.0.self_attn.q_proj.weight",
        "model.layers.0.self_attn.k_proj.weight",
        "model.layers.0.mlp.down_proj.weight",
    }
    assert tensors["model.layers.0.self_attn.k_proj.weight"].shape == (WIDTH // 2, WIDTH)


def test_the_tokenizer_merges_words_and_takes_digits_one_by_one(model: Path, tmp_path: Path) -> None:
    convert(model, tmp_path / "made")
    tokenizer = Tokenizer.from_file(str(tmp_path / "made" / "tokenizer.json"))

    encoded = tokenizer.encode("sit 12<|end|>")

    assert encoded.tokens == ["sit", "\u0120", "1", "2", "<|end|>"]
    assert tokenizer.decode(encoded.ids) == "sit 12"


def test_converting_twice_gives_the_same_bytes(model: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        convert(model, tmp_path / name)

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_a_model_is_found_in_the_first_folder_that_has_it_whole(tmp_path: Path) -> None:
    begun, whole = tmp_path / "begun", tmp_path / "whole"
    (begun / "m").mkdir(parents=True)
    (whole / "m").mkdir(parents=True)
    (whole / "m" / "config.json").write_text("{}")

    assert weights.find("m", [begun, whole]) == whole / "m"
    assert weights.find(str(whole / "m"), []) == whole / "m"
    assert weights.find("n", [begun, whole]) is None
