"""A new revision only adds, so that the old code runs on the new tables while the services are restarted one after the other (R16).

A revision that takes away says so with `contract = "why no running code needs it any more"`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from core.config import ROOT

TAKING = re.compile(r"\b(DROP\s+(TABLE|COLUMN)|RENAME\s+(TO|COLUMN)|ALTER\s+COLUMN\s+\S+\s+(TYPE|SET\s+NOT\s+NULL))\b", re.I)
LOOSENING = {"foreignkey", "unique", "check"}


def revisions() -> list[Path]:
    """All revisions but the first of each owner, which makes everything."""
    folders = [ROOT / "migrations" / "versions", *(ROOT / "plugins").glob("*/migrations")]
    return sorted(path for folder in folders for path in folder.glob("[0-9]*.py") if not path.name.startswith("0001"))


def faults(source: str) -> list[str]:
    """What a revision takes away, one line each; none for one that is marked."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "contract" for t in node.targets):
            return [] if isinstance(node.value, ast.Constant) and str(node.value.value).strip() else ["contract needs a reason"]
    [upgrade] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "upgrade"]
    return [f"line {call.lineno}: {fault}" for call in ast.walk(upgrade) if isinstance(call, ast.Call) for fault in _of(call)]


def _of(call: ast.Call) -> list[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = {k.arg: k.value for k in call.keywords}
    if name in ("drop_table", "drop_column", "rename_table"):
        return [f"{name} takes away what the running version reads"]
    if name == "alter_column":
        narrowing = [key for key in ("new_column_name", "type_") if key in given]
        if isinstance(given.get("nullable"), ast.Constant) and given["nullable"].value is False:  # type: ignore[union-attr]
            narrowing.append("nullable=False")
        return [f"alter_column with {', '.join(narrowing)}: what the running version writes would be refused"] if narrowing else []
    if name == "drop_constraint":
        kind = given.get("type_")
        return [] if isinstance(kind, ast.Constant) and kind.value in LOOSENING else ["drop_constraint without a type_ that loosens"]
    if name == "add_column":
        return [fault for column in ast.walk(call) if isinstance(column, ast.Call) for fault in _column(column)]
    if name == "execute":
        texts = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        return [f"SQL takes away: {text[:60]}" for text in texts if TAKING.search(text)]
    return []


def _column(column: ast.Call) -> list[str]:
    if not (isinstance(column.func, ast.Attribute) and column.func.attr == "Column"):
        return []
    given = {k.arg: k.value for k in column.keywords}
    required = isinstance(given.get("nullable"), ast.Constant) and given["nullable"].value is False  # type: ignore[union-attr]
    if required and "server_default" not in given:
        return ["a required column without server_default: the running version does not fill it"]
    return []


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("path", revisions(), ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_revision_only_adds(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.requirement("R16")
@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('op.drop_table("a")', 1),
        ('op.drop_column("a", "b")', 1),
        ('op.alter_column("a", "b", nullable=False)', 1),
        ('op.alter_column("a", "b", nullable=True)', 0),
        ('op.alter_column("a", "b", new_column_name="c")', 1),
        ('op.add_column("a", sa.Column("b", sa.Integer(), nullable=False))', 1),
        ('op.add_column("a", sa.Column("b", sa.Integer(), nullable=False, server_default="0"))', 0),
        ('op.add_column("a", sa.Column("b", sa.Integer(), nullable=True))', 0),
        ('op.drop_constraint("a", "b")', 1),
        ('op.drop_constraint("a", "b", type_="foreignkey")', 0),
        ('op.execute("ALTER TABLE a DROP COLUMN b")', 1),
        ('op.execute("UPDATE a SET b = 1")', 0),
    ],
)
def test_what_takes_away_is_found(body: str, count: int) -> None:
    source = f"def upgrade() -> None:\n    {body}\n"
    assert len(faults(source)) == count
    assert faults(f'contract = "nobody reads it since 0.2"\n{source}') == []
    assert len(faults(f'contract = ""\n{source}')) == 1
