"""What was done, in one sentence per entry of the audit log, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    "guidance.text.saved": lambda d: _("Sparade en text om yrkesgrupp %(group)s", group=d.get("group", "")),
    "guidance.text.removed": lambda d: _("Tog bort en text om yrkesgrupp %(group)s", group=d.get("group", "")),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
