"""Words for what is shown of records."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.records.models import Decision

ABOUT = {
    "user": _l("Den som har konto"),
    "contact": _l("Kontaktperson"),
    "applicant": _l("Sökande"),
    "none": _l("Ingen person"),
}
BASIS = {
    "public_task": _l("Uppgift av allmänt intresse (art. 6.1 e)"),
    "legal_obligation": _l("Rättslig förpliktelse (art. 6.1 c)"),
    "contract": _l("Avtal (art. 6.1 b)"),
    "consent": _l("Samtycke (art. 6.1 a)"),
    "none": "",
}
DECISION = {
    Decision.DISCLOSED: _l("Lämnas ut"),
    Decision.PARTLY: _l("Lämnas ut delvis"),
    Decision.REFUSED: _l("Lämnas inte ut"),
}


def kept_for(years: int | None, months: int = 0) -> str:
    """How long something is kept."""
    if years is None:
        return _("Bevaras")
    parts: list[Any] = []
    if years:
        parts.append(ngettext("%(n)s år", "%(n)s år", years, n=years))
    if months:
        parts.append(ngettext("%(n)s månad", "%(n)s månader", months, n=months))
    return " ".join(parts)
