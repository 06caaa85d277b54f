"""The UI kit: every page is valid HTML, keeps to the content security policy, and says what a reader needs."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import html5lib
import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, IntegerField, StringField
from wtforms.validators import InputRequired

from core.web import charts
from core.web import format as formats


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


HERE = Path(__file__).parent
ROOT = HERE.parents[2]
TEMPLATES = ROOT / "core" / "web" / "templates"
STATIC = ROOT / "core" / "web" / "static"
kit = _load("kit_app", HERE / "kit_app.py")
APP: Flask = kit.create_app()
with APP.test_request_context():
    PAGES = sorted(kit.contexts())


@pytest.fixture
def app() -> Iterator[Flask]:
    with APP.test_request_context():
        yield APP


def show(name: str, language: str = "sv") -> str:
    client = APP.test_client()
    client.set_cookie("lang", language)
    response = client.get("/show", query_string={"name": name})
    assert response.status_code == 200
    return response.get_data(as_text=True)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.requirement("A2")
def test_page_is_valid_html(name: str) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=False)
    tree = parser.parse(show(name))
    assert parser.errors == []
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert sorted(ids) == sorted(set(ids)), "an id stands twice"
    assert len(tree.findall(".//h1")) == 1
    assert len(tree.findall(".//main")) == 1
    assert tree.get("lang") == "sv"
    references = {ref for e in tree.iter() for a in ("for", "aria-labelledby", "aria-describedby") for ref in (e.get(a) or "").split()}
    assert references <= set(ids)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.requirement("S19")
def test_page_keeps_to_the_content_security_policy(name: str) -> None:
    html = show(name)
    assert not re.search(r"<[^>]+\sstyle\s*=", html)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", html)
    assert "<style" not in html
    assert all('src="/static/' in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r"(?:src|srcset)=\"(?:https?:)?//", html)


def test_every_template_of_core_is_shown() -> None:
    shown = {name.partition("@")[0] for name in PAGES}
    pages = {
        str(p.relative_to(TEMPLATES))
        for folder in ("pages", "auth", "admin", "dev", "errors")
        for p in (TEMPLATES / folder).rglob("*.html")
    }
    # Those that need rows of the database are walked in the browser (tests/browser) and in the tests of their feature.
    elsewhere = {"admin/identity_provider.html", "admin/identity_providers.html", "auth/oidc_failed.html", "auth/second_step.html"}
    assert pages - shown == {"errors/base.html"} | elsewhere
    layouts = {p.stem for p in (TEMPLATES / "layouts").glob("*.html")}
    used = {
        match
        for p in [*TEMPLATES.rglob("*.html"), *HERE.rglob("*.html")]
        for match in re.findall(r'extends "layouts/(\w+)\.html"', p.read_text())
    }
    assert layouts == used


@pytest.mark.requirement("A4")
def test_error_title_comes_first_and_summary_links_to_fields() -> None:
    html = show("kit/task.html@errors")
    assert re.search(r"<title>\s*Fel: ", html)
    summary = html[html.index('role="alert"') : html.index("</ul>", html.index('role="alert"'))]
    assert 'href="#headcount"' in summary
    assert 'href="#kind-0"' in summary, "a group is reached by its first choice"
    assert not re.search(r"<title>\s*Fel: ", show("kit/task.html"))


@pytest.mark.requirement("A4")
def test_typed_values_are_kept() -> None:
    html = show("kit/task.html@errors")
    for typed in ("inte en adress", "fyra", "nästa höst", "Vi behöver fler som kan arbeta natt."):
        assert typed in html
    assert re.search(r'<input[^>]*checked[^>]*value="placements"', html)
    assert "maxlength" not in html[html.index("<main") :], "a browser that cuts pasted text loses what was typed"


@pytest.mark.requirement("A4")
def test_optional_is_said_and_required_is_not_starred() -> None:
    html = show("kit/task.html")
    assert re.search(r'for="comment">Berätta mer <span class="sk-optional">\(frivilligt\)', html)
    assert re.search(r'for="name">Vad heter organisationen\?</label>', html)
    assert "*" not in re.sub(r"<[^>]+>", "", html)


def test_posts_carry_token_and_key() -> None:
    html = show("kit/task.html")
    form = html[html.index('class="sk-form"') :]
    assert 'name="csrf_token"' in form
    assert 'name="submission_key" value="key"' in form
    assert 'name="csrf_token"' not in re.search(r'<form class="sk-search".*?</form>', html, re.S).group()  # type: ignore[union-attr]


def test_stale_page_gives_back_what_was_typed() -> None:
    html = show("errors/stale.html")
    assert '<input type="hidden" name="Antal" value="4">' in html
    assert 'action="/x"' in html


def test_error_pages_escape_what_was_typed(app: Flask) -> None:
    html = app.jinja_env.from_string("{{ ui.typed_values(typed) }}").render(typed=[("a", "<script>alert(1)</script>")])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_table_repeats_its_header_for_narrow_screens(app: Flask) -> None:
    html = formats.Kit().table(["Yrke", "Antal"], [["Kock", 3]], "Behov", numeric=[1])
    assert '<th scope="row">Kock</th>' in html
    assert 'class="table__column--numeric" data-label="Antal">3' in html
    assert "<caption>Behov</caption>" in html
    assert "Inget än" in formats.Kit().table(["Yrke"], [], "Behov", empty="Inget än")


def test_pagination_leaves_out_the_middle(app: Flask) -> None:
    html = formats.Kit().pagination(kit.page_of([1], number=6, total=300), lambda number: f"?page={number}")
    assert re.findall(r'href="\?page=(\d+)"', html) == ["5", "1", "5", "6", "7", "10", "7"]
    assert html.count("…") == 2
    assert 'aria-current="page"' in html
    assert formats.Kit().pagination(kit.page_of([1]), str).strip() == ""


def test_page_url_keeps_the_filters() -> None:
    with APP.test_request_context("/show?name=a&kind=x&kind=y&page=3"):
        assert formats.page_url(4) == "/show?name=a&kind=x&kind=y&page=4"


def test_nested_errors_reach_the_summary(app: Flask) -> None:
    class Row(Form):
        headcount = IntegerField("Antal", [InputRequired("Skriv ett antal.")])

    class Rows(Form):
        rows = FieldList(FormField(Row), min_entries=2)
        title = StringField("Rubrik", [InputRequired("Skriv en rubrik.")])

    form = Rows(MultiDict({"rows-0-headcount": "3"}))
    assert not form.validate()
    form.form_errors = ["Spara igen."]
    assert formats.form_errors(form) == [("", "Spara igen."), ("rows-1-headcount", "Skriv ett antal."), ("title", "Skriv en rubrik.")]


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1284, None, "1\u202f284"),
        (1234567.5, None, "1\u202f234\u202f567,5"),
        (-3, None, "\u22123"),
        (-0.001, None, "0"),
        (0.5, 2, "0,50"),
        (0, None, "0"),
        (None, None, ""),
    ],
)
def test_numbers(app: Flask, value: Any, decimals: int | None, shown: str) -> None:
    assert formats.format_number(value, decimals) == shown


def test_dates_are_words_in_swedish_time(app: Flask) -> None:
    assert formats.format_date(date(2026, 11, 24)) == "24 november 2026"
    assert formats.format_datetime(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == "25 november 2026 kl. 00.30"
    assert formats.format_date(None) == ""
    assert formats.format_percent(0.425) == "42\u00a0%"


def test_links_in_mail_are_escaped(app: Flask) -> None:
    html = formats.linkify('Se https://a.example/x?a=1&b=2. <b>"hej"</b>')
    assert '<a href="https://a.example/x?a=1&amp;b=2">https://a.example/x?a=1&amp;b=2</a>.' in html
    assert "<b>" not in html


def test_bars_are_shares_of_the_largest() -> None:
    bars = charts.bar_rows([("a", 50), ("b", 25, "ny"), ("c", None), ("d", -4)])
    assert [bar.width for bar in bars] == [100.0, 50.0, 0.0, 0.0]
    assert bars[1].note == "ny"
    assert charts.bar_rows([("a", 0)])[0].width == 0.0
    assert charts.bar_rows([]) == []


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [(18, [0, 5, 10, 15, 20]), (0, [0, 1]), (3, [0, 1, 2, 3]), (1250, [0, 500, 1000, 1500]), (0.4, [0, 0.1, 0.2, 0.3, 0.4])],
)
def test_ticks_are_round_and_reach_the_top(highest: float, ticks: list[float]) -> None:
    assert charts.nice_ticks(highest) == ticks


def test_a_gap_in_a_line_is_not_a_zero() -> None:
    chart = charts.line_chart(["2024", "2025", "2026"], [("Vård", [10, None, 20])])
    line = chart.lines[0]
    assert line.path.count("M") == 2
    assert [point[2] for point in line.points] == ["2024", "2026"]
    assert line.points[0][0] == chart.left
    assert line.points[-1][0] == chart.right


@pytest.mark.requirement("S19", "A12")
def test_scripts_write_no_html_and_stay_small() -> None:
    scripts = list((STATIC / "js").glob("*.js"))
    assert sum(path.stat().st_size for path in scripts) < 12_000
    for path in scripts:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", path.read_text()), path.name


@pytest.mark.requirement("S19")
def test_style_sheets_fetch_nothing_from_elsewhere() -> None:
    assert "url(" not in (STATIC / "css" / "samkraft.css").read_text()
    assert not [path for path in STATIC.rglob("*") if path.suffix in {".woff", ".woff2", ".ttf"}]
