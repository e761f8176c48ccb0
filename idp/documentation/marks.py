"""Reads the tests' marks without running them: a parametrised test is one test."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHAPES = {"spec": 3, "not_supported": 1, "case": 1}  # how many words each mark has


class Contradiction(Exception):
    """A mark is malformed, or the tests and a list of `idp.documentation` disagree; the message says where."""


@dataclass(frozen=True)
class Mark:
    """`@pytest.mark.<name>(*words)` on a test."""

    name: str
    words: tuple[str, ...]
    file: str
    test: str  # as pytest names it: `test_x` or `TestY::test_x`

    @property
    def address(self) -> str:
        """For pages, and for pytest's command line."""
        return f"`{self.file}::{self.test}`"


def marks(tests: Path) -> list[Mark]:
    """Those of `SHAPES` in all test modules under `tests`, in the order of files and lines. Raises Contradiction."""
    return [
        mark
        for path in sorted(tests.rglob("test_*.py"))
        for mark in _in_body(ast.parse(path.read_text(encoding="utf-8")).body, path.relative_to(tests.parent).as_posix())
    ]


def _in_body(body: list[ast.stmt], file: str, within: str = "") -> Iterator[Mark]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _in_body(node.body, file, f"{within}{node.name}::")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            for decorator in node.decorator_list:
                name = _name(decorator)
                if name in SHAPES:
                    yield Mark(name, _words(decorator, SHAPES[name], f"{file}:{decorator.lineno}"), file, within + node.name)


def _name(decorator: ast.expr) -> str:
    """`x` of `pytest.mark.x(…)`, or empty."""
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Attribute) and call.value.attr == "mark":
        return call.attr
    return ""


def _words(decorator: ast.expr, count: int, where: str) -> tuple[str, ...]:
    arguments = decorator.args if isinstance(decorator, ast.Call) else []
    words = tuple(node.value for node in arguments if isinstance(node, ast.Constant) and isinstance(node.value, str))
    if len(words) != count or len(words) != len(arguments) or not all(words):
        raise Contradiction(f"{where}: this mark takes {count} {'text' if count == 1 else 'texts'}, written out.")
    return words
