"""A document as a file to keep."""

from __future__ import annotations

from typing import Literal

from flask import Response

from core.documents import Document, render_docx, render_pdf
from core.files.sheets import attachment

Form = Literal["pdf", "docx"]
TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def document_file(document: Document, name: str, form: Form) -> Response:
    """The document as a tagged PDF or as Word."""
    content = render_pdf(document) if form == "pdf" else render_docx(document)
    return Response(content, mimetype=TYPES[form], headers={"Content-Disposition": attachment(f"{name}.{form}")})
