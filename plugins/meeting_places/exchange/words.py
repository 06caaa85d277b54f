"""Words of the exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.meeting_places.exchange.models import PostStatus

STATUS: Mapping[PostStatus, tuple[Any, str]] = {
    PostStatus.WAITING: (_l("Väntar på arrangören"), "info"),
    PostStatus.SHOWN: (_l("Visas"), "success"),
    PostStatus.HIDDEN: (_l("Dold"), "warning"),
}


def _meeting(detail: Mapping[str, Any]) -> str:
    return str(detail.get("meeting", ""))


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "meeting_places.post.written": lambda d: (
        _("Ett svar skrevs vid %(meeting)s", meeting=_meeting(d))
        if d.get("is_answer")
        else _("En fråga ställdes vid %(meeting)s", meeting=_meeting(d))
    ),
    "meeting_places.post.shown": lambda d: _("Släppte fram ett inlägg vid %(meeting)s", meeting=_meeting(d)),
    "meeting_places.post.hidden": lambda d: _(
        "Dolde ett inlägg vid %(meeting)s: %(reason)s", meeting=_meeting(d), reason=d.get("reason", "")
    ),
    "meeting_places.post.reported": lambda d: _("Ett inlägg vid %(meeting)s anmäldes", meeting=_meeting(d)),
}
