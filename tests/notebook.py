"""Runs a notebook's cells top to bottom and keeps what they showed: `python -m tests.notebook FILE...`.

Jupyter's kernel and protocol would be thirty packages; a notebook is JSON, its cells are Python, and the last
expression of a cell is shown.
"""

import ast
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any


class CellFailed(Exception):
    """A cell raised; the message holds its source."""


def run(path: Path, names: dict[str, Any] | None = None) -> dict[str, Any]:
    """Execute all cells in one namespace; the notebook with what each showed.

    names: given to the first cell, for what a test has to put in the place of what a reader has.

    Raises:
        CellFailed: a cell raised, from its error.
    """
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    space: dict[str, Any] = {"__name__": "__main__", **(names or {})}
    count = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = _outputs("".join(cell["source"]), space, count)
    return notebook


def save(path: Path, notebook: dict[str, Any]) -> None:
    """Write a notebook as Jupyter does."""
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _outputs(source: str, space: dict[str, Any], count: int) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said, shown = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(tree, "<cell>", "exec"), space)
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)
    except Exception as error:
        raise CellFailed(source) from error
    outputs: list[dict[str, Any]] = []
    if said.getvalue():
        outputs.append(
            {"name": "stdout", "output_type": "stream", "text": said.getvalue().splitlines(keepends=True)}
        )
    if shown is not None:
        data = {"text/plain": [repr(shown)[:2000]]}
        if hasattr(shown, "_repr_html_"):
            data["text/html"] = shown._repr_html_().splitlines(keepends=True)
        outputs.append(
            {"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"}
        )
    return outputs


if __name__ == "__main__":
    for name in sys.argv[1:]:
        save(Path(name), run(Path(name)))
