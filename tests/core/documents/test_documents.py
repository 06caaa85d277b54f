"""Documents: one model, three renderings; what people wrote is never read as anything but text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask, render_template_string

from core.documents import (
    Bullets,
    Document,
    DocumentError,
    Heading,
    KeyFacts,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Table,
    as_data,
    from_data,
    pdf,
    render_docx,
    render_pdf,
)
from core.documents.characters import COVERED, SAFE
from core.documents.page import for_page
from tests.core.documents.pdf_reader import Pdf

NASTY = '#import "x": * \\ [hak] *fet* _k_ $x$ <script>alert(1)</script> @ref ~ `rå` // c /* d */ #panic("x") {{ 7*7 }} "]'
DOCUMENT = Document(
    title="Underlag för undersköterskor",
    lead="Ett underlag för en ansökan.",
    author="Exempelregionen",
    site="https://exempel.se",
    made_at=datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
    numbered=True,
    blocks=(
        Heading("Efterfrågan"),
        Paragraph(("Text med ", Link("klustret", "/r/x/7"), " och ", Link("skript", "javascript:alert(1)"), ".\nNy rad.")),
        Heading("Arbetsgivare", 2),
        KeyFacts((("Personer", "12"), ("Källa", Link("Svaren", "https://exempel.se/svar")))),
        Table("Vilka de är", ("Namn", "Personer"), ((Link("Exempelkommun", "/r/x/1"), "7"), ("Verkstan AB", "5")), numeric=(1,)),
        Bullets(("ett", "två")),
        Note("Saknas", ("En lärare.",)),
        PageBreak(),
        Heading("Slut"),
    ),
)


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Any:
    with app.test_request_context("/"):
        yield


def spoken(text: str) -> Document:
    return Document(title="Titel", blocks=(Heading("Rubrik"), Paragraph((text,)), Table("Tabell", ("A", "B"), ((text, text),))))


@pytest.mark.requirement("A9")
def test_a_pdf_is_tagged_and_says_its_title_and_language() -> None:
    made = Pdf(render_pdf(DOCUMENT))
    catalogue = next(body for body in made.objects.values() if re.search(rb"/Type\s*/Catalog", body))
    assert b"/Lang(sv)" in catalogue
    assert b"/Marked true" in catalogue
    assert b"/DisplayDocTitle true" in catalogue
    assert re.search(rb"/StructTreeRoot \d+ 0 R", catalogue)
    described = next(stream.decode() for stream in made.streams.values() if b"xmpmeta" in stream)
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert re.search(r"<dc:title>.*Underlag för undersköterskor.*</dc:title>", described)
    tags = made.tags()
    assert {name: tags[name] for name in ("Title", "H1", "H2", "Table", "THead", "TH", "TR", "TD", "Caption", "Link", "L")} == {
        "Title": 1,
        "H1": 2,
        "H2": 1,
        "Table": 1,
        "THead": 1,
        "TH": 2,
        "TR": 3,
        "TD": 4,
        "Caption": 1,
        "Link": 3,
        "L": 2,
    }
    assert re.findall(rb"/URI\s*\((.*?)\)", made.text_of_objects) == [
        b"https://exempel.se/r/x/7",
        b"https://exempel.se/svar",
        b"https://exempel.se/r/x/1",
    ]


def test_the_words_of_a_pdf_can_be_taken_out() -> None:
    read = Pdf(render_pdf(DOCUMENT)).words()
    for text in ("Underlag för undersköterskor", "Text med klustret och skript.", "Personer: 12", "Exempelkommun7", "Saknas"):
        assert text in read
    assert "556000-0000" in Pdf(render_pdf(spoken("556000-0000"))).words()


def test_what_people_wrote_is_text_and_nothing_else() -> None:
    read = Pdf(render_pdf(spoken(NASTY))).words().replace("\u200b", "")
    assert NASTY in read
    word = docx.Document(BytesIO(render_docx(spoken(NASTY))))
    assert word.paragraphs[2].text == NASTY
    shown = render_template_string(
        '{% import "documents/_body.html" as documents %}{{ documents.body(page) }}', page=for_page(spoken(NASTY))
    )
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


@pytest.mark.parametrize(
    ("written", "in_print"),
    [
        ("hej 😀 då", "hej \ufffd då"),
        ("漢字", "\ufffd\ufffd"),
        ("noll\x00byte\x1b[31m", "nollbyte[31m"),
        ("vänd \u202eom\u202c", "vänd om"),
        ("lös \ud800 halva", "lös  halva"),
        ("e\u0301" * 3, "é" * 3),
        ("Łódź Ж Ω", "Łódź Ж Ω"),
    ],
)
def test_strange_characters_neither_stop_a_document_nor_break_it(written: str, in_print: str) -> None:
    read = " ".join(Pdf(render_pdf(spoken(f"före {written} efter"))).words().split())
    assert " ".join(f"före {in_print} efter".split()) in read
    assert ("Tecken som typsnittet saknar" in read) is ("\ufffd" in in_print)
    whole = docx.Document(BytesIO(render_docx(spoken(f"före {written} efter")))).paragraphs[2].text
    assert whole.startswith("före ") and whole.endswith(" efter")


def test_a_word_of_ten_thousand_letters_is_broken_and_whole() -> None:
    made = Pdf(render_pdf(Document(title="Titel", blocks=(Heading("R"), Paragraph(("å" * 10_000,))))))
    assert made.words().count("å") == 10_000
    assert len(re.findall(rb"/Type\s*/Page\b", made.text_of_objects)) == 3


def test_words_from_right_to_left_are_kept() -> None:
    assert set("שלום") <= set(Pdf(render_pdf(spoken("hej שלום då"))).words())


def test_every_character_that_is_called_covered_has_a_glyph(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    run = pdf._typeset

    def counted(document: Document, *, only_safe: bool = False) -> Any:
        calls.append(only_safe)
        return run(document, only_safe=only_safe)

    monkeypatch.setattr(pdf, "_typeset", counted)
    for ranges in (COVERED, SAFE):
        every = "".join(c for c in map(chr, range(0x20, 0x2800)) if re.match(f"[{ranges}]", c))
        assert "\ufffd" not in Pdf(render_pdf(Document(title="Alla", blocks=(Heading("Alla"), Paragraph((" ".join(every),)))))).words()
    assert calls == [False, False]


def test_a_glyph_that_is_missing_after_all_falls_back_to_the_safe_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.documents.characters._OUTSIDE", re.compile("[^\u0000-\uffff]"))
    assert "hej \ufffd\ufffd då å" in Pdf(render_pdf(spoken("hej 漢字 då å"))).words()


def test_the_same_document_is_the_same_bytes() -> None:
    assert render_pdf(DOCUMENT) == render_pdf(DOCUMENT)


def test_a_document_survives_being_kept() -> None:
    assert from_data(as_data(DOCUMENT)) == DOCUMENT
    with pytest.raises(DocumentError, match="not a kept document"):
        from_data({"title": "x", "blocks": [{"kind": "strange"}]})


@pytest.mark.requirement("A9")
def test_a_word_file_has_real_headings_header_rows_and_its_language() -> None:
    content = render_docx(DOCUMENT)
    word = docx.Document(BytesIO(content))
    assert [(p.style.name, p.text) for p in word.paragraphs if p.style and p.style.name.startswith(("Heading", "Title"))] == [
        ("Title", "Underlag för undersköterskor"),
        ("Heading 1", "1 Efterfrågan"),
        ("Heading 2", "1.1 Arbetsgivare"),
        ("Heading 1", "2 Slut"),
    ]
    (table,) = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Namn", "Personer"], ["Exempelkommun", "7"], ["Verkstan AB", "5"]]
    assert [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False]
    assert (word.core_properties.title, word.core_properties.language) == ("Underlag för undersköterskor", "sv-SE")
    assert b'w:lang w:val="sv-SE"' in zipfile.ZipFile(BytesIO(content)).read("word/styles.xml")
    addresses = sorted(part.target_ref for part in word.part.rels.values() if part.is_external)
    assert addresses == ["https://exempel.se/r/x/1", "https://exempel.se/r/x/7", "https://exempel.se/svar"]


def test_a_page_has_headings_with_anchors_and_no_strange_links() -> None:
    page = for_page(DOCUMENT)
    shown = render_template_string('{% import "documents/_body.html" as documents %}{{ documents.body(page) }}', page=page)
    assert page["contents"] == [("Efterfrågan", "part-0"), ("Slut", "part-8")]
    assert '<h2 id="part-0">Efterfrågan</h2>' in shown
    assert '<h3 id="part-2">Arbetsgivare</h3>' in shown
    assert re.findall(r'href="(.*?)"', shown) == ["/r/x/7", "https://exempel.se/svar", "/r/x/1"]
    assert ".<br>Ny rad." in shown


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        ((Heading("a", 2),), "skips a level"),
        ((Heading("a"), Heading("b", 3)), "skips a level"),
        ((Heading(" "),), "must have a text"),
        ((Table("", ("a",), ()),), "caption"),
        ((Table("t", ("a", " "), ()),), "header"),
        ((Table("t", ("a", "b"), (("1",),)),), "does not fit"),
        ((Table("t", ("a",) * 11, ()),), "10 columns"),
        ((Paragraph(("a" * 300_001,)),), "300000 characters"),
        ((Paragraph(("a",)),) * 1_001, "1000 blocks"),
        ((Table("t", ("a",), (("1",),) * 3_000),), "3000 cells"),
    ],
)
def test_a_document_that_nobody_could_read_cannot_be_made(blocks: Any, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        Document(title="t", blocks=blocks)
    with pytest.raises(DocumentError, match="title"):
        replace(DOCUMENT, title=" ")


def test_a_document_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.001)
    with pytest.raises(DocumentError, match="within"):
        render_pdf(DOCUMENT)
