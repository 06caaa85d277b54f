"""From bytes to records, whatever the format."""

from __future__ import annotations

from core.files.tabular import read_table
from plugins.training_catalog.emil3 import reader as emil3
from plugins.training_catalog.imports import course_file
from plugins.training_catalog.imports.files import LIMITS, documents, kind_of
from plugins.training_catalog.records import Reading


def read(data: bytes) -> Reading:
    """Read a file of any format we know. Municipalities are inferred afterwards, by `locating.locate_all`.

    Raises:
        DomainError: when the file as a whole cannot be read; says what to do.
    """
    text = documents(data) if kind_of(data) == "emil3" else None
    return course_file.read(read_table(data, limits=LIMITS)) if text is None else emil3.read(text)
