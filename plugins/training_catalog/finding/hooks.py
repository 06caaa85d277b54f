"""Finding's part in the plugin's declaration: what it hears, and what it tells people of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events.replay import request_replay
from core.i18n import lazy_gettext as _l
from core.plugins import NoticeKind, Subscription
from plugins.training_catalog.finding import receiving
from plugins.training_catalog.finding.events import COURSE_PUBLISHED, COURSE_WITHDRAWN, CoursePublished, CourseWithdrawn
from plugins.training_catalog.finding.watches import NEW_HITS

if TYPE_CHECKING:
    from core.regions.models import Region


def on_course_published(region: Region, course: CoursePublished) -> None:
    """A course can be followed at learning centres."""
    receiving.course_published(region=region, course=course)


def on_course_withdrawn(region: Region, course: CourseWithdrawn) -> None:
    """A course can no longer be followed at any centre."""
    receiving.course_withdrawn(region=region, course=course)


def request_facts(region: Region) -> None:
    """Ask the learning centres to tell again: what they told while the catalogue was off was never heard."""
    request_replay(region, [COURSE_PUBLISHED, COURSE_WITHDRAWN])


SUBSCRIPTIONS = [
    Subscription(COURSE_PUBLISHED, CoursePublished, on_course_published, "training_catalog.receive_course"),
    Subscription(COURSE_WITHDRAWN, CourseWithdrawn, on_course_withdrawn, "training_catalog.forget_course"),
]
NOTICE_KINDS = [
    NoticeKind(
        NEW_HITS,
        _l("Nya utbildningar i dina bevakningar"),
        _l("När det kommer utbildningar för en sökning som du bevakar i katalogen. Högst en gång i veckan."),
    )
]
