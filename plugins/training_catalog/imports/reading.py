"""From bytes to records, whatever the format."""

from __future__ import annotations

from plugins.training_catalog.emil3 import reader as emil3
from plugins.training_catalog.imports import course_file
from plugins.training_catalog.imports.files import decode, kind_of
from plugins.training_catalog.records import Reading


def read(data: bytes) -> Reading:
    """Read a file of any format we know. Municipalities are inferred afterwards, by `locating.locate_all`.

    Raises:
        DomainError: when the file as a whole cannot be read; says what to do.
    """
    kind = kind_of(data)
    text = decode(data)
    return emil3.read(text) if kind == "emil3" else course_file.read(text)
