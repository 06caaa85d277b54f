"""Words for what ways can offer."""

from __future__ import annotations

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.guidance.adapted.fitting import Fitted

FITS = {
    "validation": _l("Validering av det man kan"),
    "swedish": _l("Svenska samtidigt"),
    "distance": _l("Distans"),
    "near": _l("I den valda kommunen"),
    "support": _l("Stöd på lärcentrum"),
    "part_time": _l("Deltid"),
    "evening": _l("Kvällstid"),
    "accessible": _l("Lokal som är märkt som tillgänglig"),
    "sign_language": _l("Teckenspråk"),
}


def sentences(item: object) -> list[str]:
    """What a line means for the chosen needs: what fits, what does not, what is not known."""
    if not isinstance(item, Fitted):
        return []
    found = []
    if item.meets:
        found.append(_("Passar: %(needs)s.", needs=_joined(item.meets)))
    if item.unmet:
        found.append(_("Passar inte: %(needs)s.", needs=_joined(item.unmet)))
    if item.unknown:
        found.append(_("Framgår inte: %(needs)s.", needs=_joined(item.unknown)))
    return found


def _joined(titles: object) -> str:
    return "; ".join(str(each)[:1].lower() + str(each)[1:] for each in titles)  # type: ignore[attr-defined]
