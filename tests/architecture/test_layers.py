"""Data flows one way: view → service or query → model. Read off the imports and calls of the modules, whose names say what they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import ROOT

pytestmark = pytest.mark.sqlite_only  # reads the source

LAYERS = ["models", "queries", "service", "views"]  # each may import those before it
WEB = {"flask": {"render_template", "request", "redirect", "flash", "session", "make_response"}, "wtforms": set()}


def _layer(path: Path) -> str | None:
    """`models.py` or `views/…`: the module's layer; None for a module of another kind."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    for layer in LAYERS:
        if parts[-1] == layer or (layer in parts[1:-1] or f"{layer}s" in parts[1:-1]):
            return layer
    return None


def _modules() -> Iterator[tuple[str, str, ast.Module]]:
    for folder in ("core", "plugins"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            layer = _layer(path)
            if layer and "testing" not in path.parts:
                yield str(path.relative_to(ROOT)), layer, ast.parse(path.read_text("utf-8"))


def _imports(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Line, module and name of every import, those inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.lineno, node.module, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""


def test_nothing_imports_upward() -> None:
    wrong = []
    for name, layer, tree in _modules():
        above = LAYERS[LAYERS.index(layer) + 1 :]
        for line, module, imported in _imports(tree):
            if module.startswith(("core.", "plugins.")):
                full = ROOT / Path(*module.split("."), imported)
                target = _layer(full) or _layer(full.parent)
                if target in above:
                    wrong.append(f"{name}:{line} ({layer}) imports {module}.{imported} ({target})")
    assert not wrong, "\n".join(wrong)


def test_services_queries_and_models_know_nothing_of_the_web() -> None:
    wrong = []
    for name, layer, tree in _modules():
        if layer == "views":
            continue
        for line, module, imported in _imports(tree):
            if module.startswith("core.web.") and not module.startswith(("core.web.format", "core.web.theme")):
                wrong.append(f"{name}:{line} imports {module}")
            if module in WEB and (imported in WEB[module] or not WEB[module]):
                wrong.append(f"{name}:{line} imports {module}.{imported}")
    assert wrong == []


def test_views_ask_no_database() -> None:
    """They call a service or a query; `db.session` and `select` in a view is a query at the wrong place."""
    wrong = []
    for name, layer, tree in _modules():
        if layer != "views":
            continue
        wrong += [f"{name}:{line} imports sqlalchemy" for line, module, _ in _imports(tree) if module.split(".")[0] == "sqlalchemy"]
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("db.session.") and node.attr not in ("rollback", "session"):
                wrong.append(f"{name}:{node.lineno} uses {ast.unparse(node)}")
    assert wrong == []
