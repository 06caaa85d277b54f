"""What a view changes is in a transaction, and what a service gave up half-way is undone before the view goes on.

`@once` is a transaction round the whole view. A view that catches a service's error and answers with a page is rolled back by it;
one that redirects commits, and then nothing but an `atomic()` of its own round the call takes away what was done before the error.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core import errors
from core.config import ROOT

pytestmark = pytest.mark.sqlite_only  # reads the source

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
# `@once` and `@operation` run the view in `atomic()`; so do these, in their own way.
OPENERS = ("once", "operation")
REFUSALS = {name for name in vars(errors) if isinstance(vars(errors)[name], type) and issubclass(vars(errors)[name], errors.DomainError)}


@cache
def modules() -> list[tuple[str, ast.Module]]:
    """Every module of the product that speaks with browsers, read."""
    paths: list[Path] = [*(ROOT / "core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
    texts = ((path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in sorted(paths))
    return [(name, ast.parse(text)) for name, text in texts if "from flask import" in text]


def functions() -> Iterator[tuple[str, ast.Module, ast.FunctionDef]]:
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield name, tree, node


def _changes(view: ast.FunctionDef) -> bool:
    for decorator in view.decorator_list:
        if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
            continue
        if decorator.func.attr in ("post", "put", "patch", "delete"):
            return True
        if decorator.func.attr == "route" and any(method in ast.unparse(decorator) for method in CHANGING):
            return True
    return False


def _decorated(view: ast.FunctionDef) -> set[str]:
    return {ast.unparse(each.func if isinstance(each, ast.Call) else each).rpartition(".")[2] for each in view.decorator_list}


def _opens(nodes: list[ast.stmt]) -> bool:
    return any(isinstance(each, ast.Call) and ast.unparse(each.func) == "atomic" for node in nodes for each in ast.walk(node))


def test_every_view_that_changes_something_does_so_in_a_transaction() -> None:
    views = [(name, node) for name, _tree, node in functions() if _changes(node)]
    assert len(views) > 200
    assert [f"{name}: {node.name}" for name, node in views if not _decorated(node) & set(OPENERS) and not _opens(node.body)] == []


def _redirects(statements: list[ast.stmt], ways: set[str]) -> bool:
    """Whether some statements return a redirect, themselves or by a function of the module that does."""
    returned = [each.value for node in statements for each in ast.walk(node) if isinstance(each, ast.Return) and each.value is not None]
    return any(isinstance(value, ast.Call) and ast.unparse(value.func) in ways for value in returned)


def test_a_view_that_goes_on_after_a_refusal_has_undone_what_was_refused() -> None:
    found, seen = [], 0
    for name, tree, node in functions():
        ways = {"redirect"}
        ways |= {each.name for each in tree.body if isinstance(each, ast.FunctionDef) and _redirects(each.body[-1:], {"redirect"})}
        ends = _redirects(node.body[-1:], ways)
        for attempt in (each for each in ast.walk(node) if isinstance(each, ast.Try)):
            for handler in attempt.handlers:
                caught = {each.id for each in ast.walk(handler.type) if isinstance(each, ast.Name)} if handler.type else set()
                left = any(isinstance(each, ast.Return) for each in ast.walk(handler)) or isinstance(handler.body[-1], ast.Raise)
                if caught & REFUSALS and (_redirects(handler.body, ways) or (ends and not left)):
                    seen += 1
                    if not _opens(attempt.body):
                        found.append(f"{name}:{attempt.lineno}: {node.name}")
    assert seen > 20
    assert found == []
