"""A document as a Word file (DOCX): real heading styles, header rows that are repeated, and the language said.

The library is loaded when the first file is made: it is large, and most processes make none.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from core.documents.characters import readable
from core.documents.model import Bullets, Document, Heading, Inline, KeyFacts, Link, Note, PageBreak, Paragraph, Table, web_address

if TYPE_CHECKING:
    from docx.document import Document as Word

LOCALES = {"sv": "sv-SE", "en": "en-GB"}
LINK_COLOUR = "0B3A75"


def render_docx(document: Document) -> bytes:
    """The document as a Word file."""
    from docx import Document as new_document
    from docx.enum.text import WD_BREAK

    word = new_document()
    _describe(word, document)
    word.add_heading(readable(document.title), level=0)
    if document.lead:
        word.add_paragraph(readable(document.lead), style="Subtitle")
    numbers = {id(heading): number for number, heading in document.numbered_headings()} if document.numbered else {}
    for block in document.blocks:
        match block:
            case Heading():
                number = numbers.get(id(block), "")
                word.add_heading(f"{number} {readable(block.text)}".strip(), level=block.level)
            case Paragraph():
                _write(word.add_paragraph(), block.parts, document.site)
            case Bullets():
                for item in block.items:
                    _write(word.add_paragraph(style="List Bullet"), (item,), document.site)
            case KeyFacts():
                for label, value in block.rows:
                    paragraph = word.add_paragraph()
                    paragraph.add_run(f"{readable(label)}: ").bold = True
                    _write(paragraph, (value,), document.site)
            case Table():
                _write_table(word, block, document.site)
            case Note():
                paragraph = word.add_paragraph(style="Intense Quote")
                paragraph.add_run(f"{readable(block.title)}. ").bold = True
                _write(paragraph, block.parts, document.site)
            case PageBreak():
                word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _describe(word: Word, document: Document) -> None:
    """Title, author, language: of the file, and of its text."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Cm

    about = word.core_properties
    locale = LOCALES.get(document.language, document.language)
    about.title, about.author, about.language, about.comments = readable(document.title)[:255], readable(document.author)[:255], locale, ""
    if document.made_at:
        about.created = about.modified = document.made_at.replace(tzinfo=None)
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), locale)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)


def _write(paragraph: Any, parts: tuple[Inline, ...], site: str) -> None:
    for part in parts:
        if isinstance(part, Link) and (address := web_address(part.url, site)):
            _write_link(paragraph, readable(part.text), address)
        else:
            paragraph.add_run(readable(part.text if isinstance(part, Link) else part))


def _write_link(paragraph: Any, text: str, address: str) -> None:
    """The library reads links and writes none: a run inside a `w:hyperlink` that points at a relationship."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import RGBColor

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.underline, run.font.color.rgb = True, RGBColor.from_string(LINK_COLOUR)
    link.append(run._r)
    paragraph._p.append(link)


def _write_table(word: Word, table: Table, site: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.text.paragraph import Paragraph as WordParagraph

    caption = word.add_paragraph(readable(table.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    made = word.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), readable(table.caption))
    made._tbl.tblPr.append(described)
    for row, line in zip((table.header, *table.rows), made._tbl.tr_lst, strict=True):
        for at, (value, cell) in enumerate(zip(row, line.tc_lst, strict=True)):
            paragraph = WordParagraph(cell.p_lst[0], made)
            _write(paragraph, (value,), site)
            if at in table.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    header = made.rows[0]
    properties = header._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    for cell in header.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    word.add_paragraph()
