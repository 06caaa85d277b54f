"""The plugin platform. Plugin authors import from here, and only from here."""

from core.plugins.declarations import (
    Area,
    Blocker,
    CalendarItem,
    Card,
    Check,
    DataSet,
    Dataset,
    Distribution,
    Job,
    Link,
    MailTemplate,
    MailVariable,
    Mount,
    NavItem,
    NoticeKind,
    Permission,
    PublicRecord,
    RecordField,
    RecordType,
    SearchHit,
    Section,
    Slot,
    StudyPlace,
    Subscription,
    Supply,
)
from core.plugins.education import EducationFacts
from core.plugins.guidance import FITS, GuidanceItem, GuidanceSection, fits_of_title
from core.plugins.hookspecs import hookimpl
from core.plugins.letters import LetterOfIntent
from core.plugins.occasions import LearningOccasion
from core.plugins.plans import FocusArea
from core.plugins.plugin import NoSettings, Plugin
from core.plugins.titles import TitleHit

__all__ = [
    "FITS",
    "Area",
    "Blocker",
    "CalendarItem",
    "Card",
    "Check",
    "DataSet",
    "Dataset",
    "Distribution",
    "EducationFacts",
    "FocusArea",
    "GuidanceItem",
    "GuidanceSection",
    "Job",
    "LearningOccasion",
    "LetterOfIntent",
    "Link",
    "MailTemplate",
    "MailVariable",
    "Mount",
    "NavItem",
    "NoSettings",
    "NoticeKind",
    "Permission",
    "Plugin",
    "PublicRecord",
    "RecordField",
    "RecordType",
    "SearchHit",
    "Section",
    "Slot",
    "StudyPlace",
    "Subscription",
    "Supply",
    "TitleHit",
    "fits_of_title",
    "hookimpl",
]
