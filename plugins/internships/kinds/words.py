"""Words for what a kind says."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _
from core.i18n import language, ngettext
from core.i18n import lazy_gettext as _l
from core.web.format import format_number
from plugins.internships.kinds.models import CompensationBasis, PlacementKindPolicy

BASES: dict[CompensationBasis, Any] = {
    CompensationBasis.NONE: _l("Ingen ersättning"),
    CompensationBasis.PER_PLACE: _l("Per plats"),
    CompensationBasis.PER_WEEK: _l("Per vecka"),
    CompensationBasis.PER_DAY: _l("Per dag"),
}
BY: dict[str, Any] = {"student": _l("den sökande"), "employer": _l("arbetsgivaren"), "school": _l("skolan")}


def kind_name(kind: PlacementKindPolicy) -> str:
    """The kind's name in the reader's language."""
    return kind.name_en if language() == "en" and kind.name_en else kind.name


def weeks(kind: PlacementKindPolicy) -> str:
    """How long a placement is."""
    if kind.weeks_least == kind.weeks_most:
        return ngettext("%(num)s vecka", "%(num)s veckor", kind.weeks_most)
    return _("%(least)s–%(most)s veckor", least=kind.weeks_least, most=kind.weeks_most)


def compensation(kind: PlacementKindPolicy) -> str:
    """What the employer is paid."""
    if kind.compensation_basis == CompensationBasis.NONE or not kind.compensation_amount:
        return str(BASES[CompensationBasis.NONE])
    amount = format_number(kind.compensation_amount / 100)
    match kind.compensation_basis:
        case CompensationBasis.PER_PLACE:
            return _("%(amount)s kronor per plats", amount=amount)
        case CompensationBasis.PER_WEEK:
            return _("%(amount)s kronor per vecka", amount=amount)
        case _:
            return _("%(amount)s kronor per dag", amount=amount)


def asks(kind: PlacementKindPolicy) -> str:
    """What the kind needs, in a few words."""
    found = []
    if kind.needs_supervisor:
        found.append(_("handledare"))
    if kind.needs_agreement:
        found.append(_("avtal"))
    if kind.documents:
        found.append(ngettext("%(num)s dokument", "%(num)s dokument", len(kind.documents)))
    return ", ".join(found)
