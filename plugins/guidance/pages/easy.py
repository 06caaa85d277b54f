"""The page in a form that is easy to read (*lättläst*): short sentences, one thought in each, the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.i18n import gettext as _
from core.web.format import format_date
from plugins.guidance.adapted.words import sentences
from plugins.guidance.pages.queries import Page

MOST = 5  # of a list: more are hard to take in


@dataclass(frozen=True)
class Chapter:
    """A question and its answer."""

    title: str
    sentences: Sequence[str]
    items: Sequence[str] = ()


def chapters(page: Page, language: str) -> list[Chapter]:
    """The page as questions. What staff have written comes first; of what parts know, the sentences and the first few lines."""
    found = []
    own = page.easy(language)
    if own is not None:
        lines = [line.strip() for line in own.text.splitlines() if line.strip()]
        found.append(Chapter(_("Vad är det för jobb?"), lines))
    titles = {
        "needed": _("Behövs jobbet här?"),
        "ways": _("Hur lär jag mig jobbet?"),
        "role": _("Vad behöver jag kunna?"),
        "placements": _("Kan jag prova jobbet?"),
        "prospects": _("Finns jobbet om några år?"),
        "employers": _("Vilka kan jag jobba hos?"),
        "meetings": _("Var kan jag fråga mer?"),
    }
    asked: set[str] = set()
    for section in page.sections:
        items = []
        for item in list(section.items)[:MOST]:
            line = _("%(title)s. Börjar %(day)s.", title=item.title, day=format_date(item.starts)) if item.starts else item.title
            said = " ".join(sentences(item))
            items.append(f"{line.rstrip('.')}. {said}" if said else line)
        title = titles[section.kind] if section.kind not in asked else str(section.title)
        asked.add(section.kind)
        found.append(Chapter(title, [str(each) for each in section.paragraphs], items))
    return found
