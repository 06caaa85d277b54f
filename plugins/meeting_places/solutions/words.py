"""Words of local solutions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.meeting_places.solutions.models import SolutionStatus

STATUS: Mapping[SolutionStatus, tuple[Any, str]] = {
    SolutionStatus.DRAFT: (_l("Utkast"), "neutral"),
    SolutionStatus.WAITING: (_l("Granskas av regionen"), "info"),
    SolutionStatus.PUBLISHED: (_l("Visas"), "success"),
    SolutionStatus.WITHDRAWN: (_l("Borttagen"), "error"),
}


def _title(detail: Mapping[str, Any]) -> str:
    return str(detail.get("title", ""))


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "meeting_places.solution.made": lambda d: _("Skrev lösningen %(title)s", title=_title(d)),
    "meeting_places.solution.changed": lambda d: _("Ändrade lösningen %(title)s", title=_title(d)),
    "meeting_places.solution.submitted": lambda d: _("Lämnade lösningen %(title)s för granskning", title=_title(d)),
    "meeting_places.solution.published": lambda d: _("Visade lösningen %(title)s", title=_title(d)),
    "meeting_places.solution.sent_back": lambda d: _("Bad om en ändring i lösningen %(title)s", title=_title(d)),
    "meeting_places.solution.withdrawn": lambda d: _("Tog bort lösningen %(title)s", title=_title(d)),
    "meeting_places.solution.confirmed": lambda d: _("Såg över lösningen %(title)s: den stämmer", title=_title(d)),
    "meeting_places.solution.used": lambda d: _(
        "%(organisation)s använder lösningen %(title)s", organisation=d.get("organisation", ""), title=_title(d)
    ),
    "meeting_places.solution.not_used": lambda d: _(
        "%(organisation)s använder inte längre lösningen %(title)s", organisation=d.get("organisation", ""), title=_title(d)
    ),
}
