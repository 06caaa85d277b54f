"""From bytes to records, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping

from core.files.tabular import read_table
from plugins.training_catalog.emil3 import reader as emil3
from plugins.training_catalog.imports import course_file
from plugins.training_catalog.imports.files import LIMITS, documents, kind_of
from plugins.training_catalog.records import Reading


def read(data: bytes, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read a file of any format we know. Municipalities are inferred afterwards, by `locating.locate_all`.

    Args:
        mapping: For a table, which heading stands for which column: {column: heading}. The names decide when it is left out.

    Raises:
        DomainError: when the file as a whole cannot be read; says what to do.
    """
    kind = kind_of(data)
    if kind == "emil2":
        from plugins.training_catalog.emil2.reader import read as read_emil2  # lxml: only where XML is read

        return read_emil2(data)
    text = documents(data) if kind == "emil3" else None
    return course_file.read(read_table(data, limits=LIMITS), mapping) if text is None else emil3.read(text)
