"""A file as it arrives: EMIL 3 as JSON, EMIL 2 as XML, or a table that core reads, and how large either may be."""

from __future__ import annotations

from core.errors import DomainError
from core.files.delimited import decode
from core.files.tabular import MIB, Limits, read_table
from core.i18n import gettext as _

LIMITS = Limits(bytes=20 * MIB, rows=200_000, columns=200, cell=120_000)  # long descriptions are cut when they are cleaned
_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")


def documents(data: bytes) -> str | None:
    """The text of a file that is JSON; None for any other."""
    if data.startswith(_PACKED) or not data.strip(b" \t\r\n\0"):
        return None
    text = decode(data)
    return text if text[:2000].lstrip().startswith(("{", "[")) else None


def is_xml(data: bytes) -> bool:
    """Whether a file begins as XML does, in any of the encodings that XML is written in."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"").lstrip()
    if start.lower().startswith((b"<html", b"<!doctype html")):
        return False  # a page that was saved instead of a file
    return start.startswith(b"<") and (start[1:2].isalpha() or start.startswith((b"<?xml", b"<!")))


def kind_of(data: bytes) -> str:
    """What a file holds, by its content: "csv", "xlsx", "emil2" or "emil3".

    Raises:
        DomainError: when it is empty, too large, or something else altogether; says what to do.
    """
    if len(data) > LIMITS.bytes:
        raise DomainError(_("Filen är större än %(n)s MB. Dela upp den.", n=LIMITS.bytes // MIB), field="file", code="too_large")
    if is_xml(data):
        return "emil2"
    return "emil3" if documents(data) is not None else read_table(data, limits=LIMITS).format
