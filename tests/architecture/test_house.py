"""The rules of the house, read off the source: who may import whom, how long a module may be, what passes the tenant fence by."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import ForeignKeyConstraint

from core.config import ROOT
from core.db import Model
from core.db.migrate import owners

pytestmark = pytest.mark.sqlite_only  # reads the source

PRODUCT = [*(ROOT / "core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
TEMPLATES = [*(ROOT / "core").rglob("*.html"), *(ROOT / "plugins").rglob("*.html")]
MAX_LINES = 400

# What passes the fence by, and the few places that may, each with its reason.
FENCE_FREE = {
    "core/testing": "tests look at the database from outside",
    "core/backup": "copies whole tables, of all regions or of one by its foreign keys",
    "core/db": "this is where the fence is made",
    "core/jobs/claims.py": "only says how the transaction begins, before an ordinary select",
    "core/taxonomy/terms.py": "occupations belong to no region, and there are thousands of words to write at once",
    "core/taxonomy/importer/writing.py": "the same, for the full import",
}


def product() -> Iterator[tuple[str, Path]]:
    """Every module of the product, by its path from the root."""
    for path in PRODUCT:
        name = path.relative_to(ROOT).as_posix()
        if "/migrations/" not in name:
            yield name, path


def test_import_contracts_hold() -> None:
    script = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([str(script), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100)
    assert result.returncode == 0, result.stdout


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = sorted((len(path.read_text("utf-8").splitlines()), name) for name, path in product())
    assert [entry for entry in lengths if entry[0] > MAX_LINES] == []
    assert lengths[len(lengths) // 2][0] <= 110, "the median module grows"


def _calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


@pytest.mark.requirement("S4", "S30")
def test_nothing_passes_the_tenant_fence_by() -> None:
    """`session.get` answers from memory; `text()`, driver SQL, Core inserts and the session's bulk methods are not filtered."""
    forbidden = re.compile(r"^(db\.session\.(get|merge|bulk_\w+|connection)|text|insert|.*exec_driver_sql)$")
    found = []
    for name, path in product():
        if any(name.startswith(prefix) for prefix in FENCE_FREE):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
            for alias in node.names
        }
        for line, call in _calls(tree):
            if forbidden.search(call) and ("." in call or call in imported):
                found.append(f"{name}:{line}: {call}")
    assert found == []


def test_services_and_queries_never_commit() -> None:
    found = [
        f"{name}:{line}"
        for name, path in product()
        if not name.startswith(("core/db/", "core/testing/"))
        for line, call in _calls(ast.parse(path.read_text("utf-8")))
        if call.endswith("session.commit")
    ]
    assert found == []


def test_every_table_has_its_owner_s_prefix_and_every_foreign_key_to_core_says_what_happens(app: Flask) -> None:
    with app.app_context():
        prefixes = [owner.prefix for owner in owners()]
    faults = []
    for table in Model.metadata.tables.values():
        if table.name.startswith(("meetings_", "minutes_", "archive_", "unruly_", "chaos_")):
            continue  # fixture plugins of other tests in this process
        if sum(table.name.startswith(prefix) for prefix in prefixes) != 1:
            faults.append(f"{table.name} has no owner")
        for constraint in table.constraints:
            if (
                isinstance(constraint, ForeignKeyConstraint)
                and constraint.referred_table.name.startswith("core_")
                and not constraint.ondelete
            ):
                faults.append(f"{table.name}.{constraint.column_keys} declares no ondelete")
    assert faults == []


def test_templates_of_a_plugin_lie_under_its_own_name() -> None:
    wrong = []
    for path in (ROOT / "plugins").rglob("templates/*"):
        plugin = path.relative_to(ROOT / "plugins").parts[0]
        if path.parent.name == "templates" and path.name != plugin:
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>|<style\b|\sstyle=[\"']|\son(click|change|submit|load|input|focus|blur)=",
    re.I,
)


@pytest.mark.requirement("S19")
@pytest.mark.requirement("S19")
def test_no_template_has_inline_script_or_style() -> None:
    assert [str(p.relative_to(ROOT)) for p in TEMPLATES if INLINE.search(p.read_text("utf-8"))] == []


def test_templates_ask_no_database() -> None:
    assert [str(p.relative_to(ROOT)) for p in TEMPLATES if re.search(r"{[{%][^}]*\bdb\.", p.read_text("utf-8"))] == []


@pytest.mark.requirement("A10")
def test_no_word_is_shown_in_one_language_only() -> None:
    """Text between tags must come through gettext: two Swedish or English words in a row outside of `{{ }}` are a fault."""
    text = re.compile(r">\s*([A-Za-zÅÄÖåäö]{3,}(?: [A-Za-zÅÄÖåäö]{2,})+)[^<{]*<")
    found = []
    for path in TEMPLATES:
        source = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
        found += [f"{path.relative_to(ROOT)}: {hit}" for hit in text.findall(source)]
    assert found == []


@pytest.mark.requirement("S29")
def test_only_the_safe_client_calls_other_servers() -> None:
    """`core.net` judges where a call goes. Whoever imports a client of their own passes it by."""
    clients = re.compile(r"^(requests|urllib3|urllib\.request|http\.client|httpx|aiohttp)(\.|$)")
    # Those who talk to a process that they have started themselves, on this machine.
    own = ("core/testing/", "core/runtime/host.py", "core/demo/loop")
    found = []
    for name, path in product():
        if name == "core/net/client.py" or name.startswith(own):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                modules = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
            found += [f"{name}:{getattr(node, 'lineno', 0)} imports {m}" for m in modules if clients.match(m)]
    assert found == []
