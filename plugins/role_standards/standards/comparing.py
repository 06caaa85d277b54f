"""Two versions side by side, part by part, with what differs in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.differences import Piece, differences
from core.i18n import gettext as _
from plugins.role_standards.standards import queries
from plugins.role_standards.standards.models import CompetenceRequirement, StandardVersion
from plugins.role_standards.standards.words import LEVEL

What = Literal["same", "changed", "new", "gone"]


@dataclass(frozen=True)
class Compared:
    """A part in both versions. `pieces`: the new wording against the old, word by word."""

    label: str
    what: What
    before: str
    after: str
    pieces: Sequence[Piece]


def compare(old: StandardVersion, new: StandardVersion) -> list[Compared]:
    """The texts of the versions first, then their requirements, in the new version's order; what is gone comes last."""
    found = [
        _part(_("Beskrivning"), old.description, new.description),
        _part(_("Arbetsuppgifter"), old.tasks, new.tasks),
    ]
    before = {row.key: row for row in queries.requirements(old.id)}
    after = {row.key: row for row in queries.requirements(new.id)}
    for key, row in after.items():
        found.append(_part(row.title, _told(before.get(key)), _told(row)))
    found += [_part(row.title, _told(row), "") for key, row in before.items() if key not in after]
    return found


def _part(label: str, before: str, after: str) -> Compared:
    what: What = "same" if before == after else "new" if not before else "gone" if not after else "changed"
    return Compared(label, what, before, after, differences(before, after))


def _told(row: CompetenceRequirement | None) -> str:
    """A requirement as lines of text."""
    if row is None:
        return ""
    kind = _("Nödvändigt") if row.is_required else _("Merit")
    lines: list[Any] = [row.title, f"{kind}. {LEVEL[row.level]}.", row.description]
    lines += [_("Så uppfylls kravet: %(text)s", text=row.met_by)] if row.met_by else []
    lines += [_("Så valideras kravet: %(text)s", text=row.validated_by)] if row.validated_by else []
    return "\n".join(str(each) for each in lines if each)
