"""Reads the tests' marks without running them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mark:
    """`@pytest.mark.<name>(*arguments)` on a test."""

    name: str
    arguments: tuple[str, ...]
    file: str
    test: str


def marks(tests: Path, names: tuple[str, ...]) -> Iterator[Mark]:
    """Those of `names`, in the order of files and lines."""
    for path in sorted(tests.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    name = _name(decorator)
                    if name in names and isinstance(decorator, ast.Call):
                        arguments = tuple(str(ast.literal_eval(argument)) for argument in decorator.args)
                        yield Mark(name, arguments, path.relative_to(tests.parent).as_posix(), node.name)


def _name(decorator: ast.expr) -> str:
    """`x` of `pytest.mark.x(…)`."""
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    is_mark = isinstance(call, ast.Attribute) and isinstance(call.value, ast.Attribute) and call.value.attr == "mark"
    return call.attr if is_mark and isinstance(call, ast.Attribute) else ""
