"""A file holds one idea and a function a few steps: the sizes that CONTRIBUTING.md promises."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_MODULE = 250
LONGEST_FUNCTION = 60


def too_long(text: str) -> list[str]:
    """Name what is longer than promised in one module's text."""
    found = []
    lines = len(text.splitlines())
    if lines > LONGEST_MODULE:
        found.append(f"module of {lines} lines")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{node.name} of {length} lines")
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_modules_and_functions_are_short(module: Path) -> None:
    assert too_long(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_every_module_opens_with_one_sentence(module: Path) -> None:
    opening = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert opening, "no docstring"
    assert opening.split("\n\n")[0].rstrip().endswith((".", ":", "?")), opening


def test_what_is_too_long_is_noticed() -> None:
    body = "    pass\n" * LONGEST_FUNCTION
    assert too_long("def walk():\n" + body) == [f"walk of {LONGEST_FUNCTION + 1} lines"]
    assert too_long("x = 1\n" * (LONGEST_MODULE + 1)) == [f"module of {LONGEST_MODULE + 1} lines"]
