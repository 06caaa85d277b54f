"""The plugin platform. Plugin authors import from here, and only from here."""

from core.plugins.declarations import (
    Area,
    Blocker,
    Card,
    Check,
    DataSet,
    Dataset,
    Job,
    Link,
    Mount,
    NavItem,
    Permission,
    RecordType,
    SearchHit,
    Section,
    Slot,
    Subscription,
    Supply,
)
from core.plugins.hookspecs import hookimpl
from core.plugins.plugin import NoSettings, Plugin

__all__ = [
    "Area",
    "Blocker",
    "Card",
    "Check",
    "DataSet",
    "Dataset",
    "Job",
    "Link",
    "Mount",
    "NavItem",
    "NoSettings",
    "Permission",
    "Plugin",
    "RecordType",
    "SearchHit",
    "Section",
    "Slot",
    "Subscription",
    "Supply",
    "hookimpl",
]
