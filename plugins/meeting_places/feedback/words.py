"""Words of the feedback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.meeting_places.feedback.models import InWork, QuestionKind

IN_WORK: Mapping[InWork, Any] = {InWork.YES: _l("Ja"), InWork.PARTLY: _l("Till en del"), InWork.NO: _l("Nej")}
KINDS: Mapping[QuestionKind, Any] = {
    QuestionKind.SCALE: _l("Ett till fem"),
    QuestionKind.CHOICE: _l("Ett av några svar"),
    QuestionKind.TEXT: _l("Egna ord"),
}


def _meeting(detail: Mapping[str, Any]) -> str:
    return str(detail.get("meeting", ""))


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "meeting_places.feedback.changed": lambda d: _("Ändrade utvärderingens frågor för %(meeting)s", meeting=_meeting(d)),
    "meeting_places.feedback.asked": lambda d: _("Bad deltagarna utvärdera %(meeting)s", meeting=_meeting(d)),
    "meeting_places.feedback.closed": lambda d: _("Stängde utvärderingen av %(meeting)s", meeting=_meeting(d)),
    "meeting_places.feedback.taken_out": lambda d: _("Laddade ner utvärderingen av ett möte"),
}
