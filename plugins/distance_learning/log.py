"""What was done, in one sentence per entry of the audit log. Each sub-package gives its own sentences, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_number

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    "distance_learning.centre.made": lambda d: _("Gjorde en sida för lärcentrumet %(name)s", name=d.get("name", "")),
    "distance_learning.centre.changed": lambda d: _("Ändrade lärcentrumet %(name)s", name=d.get("name", "")),
    "distance_learning.centre.published": lambda d: _("Publicerade lärcentrumet %(name)s", name=d.get("name", "")),
    "distance_learning.centre.unpublished": lambda d: _("Tog ner sidan för lärcentrumet %(name)s", name=d.get("name", "")),
    "distance_learning.centre.checked": lambda d: ngettext(
        "Granskade kvaliteten på %(name)s: %(n)s kriterium är inte uppfyllt",
        "Granskade kvaliteten på %(name)s: %(n)s kriterier är inte uppfyllda",
        int(d.get("missing") or 0),
        name=d.get("name", ""),
        n=format_number(int(d.get("missing") or 0)),
    ),
    "distance_learning.room.saved": lambda d: _("Sparade salen %(name)s", name=d.get("name", "")),
    "distance_learning.equipment.saved": lambda d: _("Sparade utrustningen %(name)s", name=d.get("name", "")),
    "distance_learning.course.made": lambda d: _("Skrev kursen %(title)s", title=d.get("title", "")),
    "distance_learning.course.changed": lambda d: _("Ändrade kursen %(title)s", title=d.get("title", "")),
    "distance_learning.course.published": lambda d: _("Publicerade kursen %(title)s", title=d.get("title", "")),
    "distance_learning.course.withdrawn": lambda d: _("Tog bort kursen %(title)s", title=d.get("title", "")),
    "distance_learning.course.received": lambda d: _(
        "%(centre)s tar emot kursen %(title)s", centre=d.get("centre", ""), title=d.get("title", "")
    ),
    "distance_learning.course.stopped": lambda d: _(
        "%(centre)s tar inte längre emot kursen %(title)s", centre=d.get("centre", ""), title=d.get("title", "")
    ),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
