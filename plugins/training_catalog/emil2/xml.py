"""XML that somebody else wrote, read without anything that XML can do to its reader (S27)."""

from __future__ import annotations

import re
from typing import Any

from core.errors import DomainError
from core.i18n import gettext as _

MAX_DEPTH = 60
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def root_of(data: bytes) -> Any:
    """The root element.

    Raises:
        DomainError: when it is not well-formed, has a document type, or is nested too deep.
    """
    from lxml import etree

    refused = DomainError(
        _("Filen har en dokumenttyp (DOCTYPE) eller egna entiteter. Det läser vi inte. Spara filen utan dem."), field="file", code="doctype"
    )
    if _DOCTYPE.search(data.replace(b"\0", b"")):  # before the parser sees it, in whatever encoding
        raise refused
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = _(" (rad %(line)s)", line=line) if line else ""
        raise DomainError(_("Filen är inte giltig XML%(where)s. Hämta filen på nytt eller rätta den.", where=where), field="file") from None
    if root.getroottree().docinfo.doctype:
        raise refused
    if _too_deep(root):
        raise DomainError(_("Filen är nästlad djupare än %(n)s nivåer. Det läser vi inte.", n=MAX_DEPTH), field="file")
    return root


def _too_deep(root: Any) -> bool:
    level = [root]
    for _depth in range(MAX_DEPTH):
        level = [child for element in level for child in elements(element)]
        if not level:
            return False
    return True


def elements(element: Any) -> list[Any]:
    """The elements in an element; comments are none."""
    return [child for child in element if isinstance(child.tag, str)]


def name(element: Any) -> str:
    """The name without its namespace: sources differ in which version of the namespace they write."""
    return str(element.tag).rpartition("}")[2]
