"""What of a page meets the needs that somebody has chosen: first what fits, and of everything what fits, what does not, and what is not
known. Nothing is hidden, and nothing is claimed that the parts have not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from core.plugins import GuidanceItem, GuidanceSection
from plugins.guidance.adapted.needs import Need

WAYS = ("ways", "placements")  # of these it is also said what does not fit, and what is not known
_KINDS = (*WAYS, "role")
MOST = 10  # lines of a section that are shown at once


@dataclass(frozen=True)
class Fitted(GuidanceItem):
    """A line with what it means for the chosen needs, as their titles."""

    meets: Sequence[str] = ()
    unmet: Sequence[str] = ()
    unknown: Sequence[str] = ()


@dataclass(frozen=True)
class Fitting:
    """The page for some needs.

    Args:
        told: The chosen needs that parts can tell of.
        untold: Those that no data tell of.
        whole: How many ways meet all that can be told of.
        ways: How many ways there are.
    """

    sections: Sequence[GuidanceSection]
    told: Sequence[Need] = ()
    untold: Sequence[Need] = ()
    whole: int = 0
    ways: int = 0


def fit(sections: Sequence[GuidanceSection], chosen: Sequence[Need]) -> Fitting:
    """Put what meets the needs first within its section, and sections that hold it first within their kind."""
    told, untold = [need for need in chosen if need.fits], [need for need in chosen if not need.fits]
    if not told:
        return Fitting(sections, (), untold)
    fitted = [_section(each, told) if each.kind in _KINDS else each for each in sections]
    kinds = list(dict.fromkeys(each.kind for each in fitted))
    fitted.sort(key=lambda each: (kinds.index(each.kind), -_best(each) if each.kind in _KINDS else 0))
    lines = [item for each in fitted if each.kind in WAYS for item in each.items]
    whole = sum(1 for item in lines if isinstance(item, Fitted) and len(item.meets) == len(told))
    return Fitting(fitted, told, untold, whole, len(lines))


def _section(section: GuidanceSection, told: Sequence[Need]) -> GuidanceSection:
    items: list[Fitted] = [_item(item, told, whole=section.kind in WAYS) for item in section.items]
    items.sort(key=lambda item: (-len(item.meets), len(item.unmet)))
    return replace(section, items=items)


def _item(item: GuidanceItem, told: Sequence[Need], *, whole: bool) -> Fitted:
    meets = [need for need in told if set(need.fits) & set(item.fits)]
    unmet = [need for need in told if need not in meets and set(need.fits) <= set(item.lacks)]
    unknown = [need for need in told if need not in meets and need not in unmet]
    facts = {each.name: getattr(item, each.name) for each in fields(GuidanceItem)}
    return Fitted(
        **facts,
        meets=[need.title for need in meets],
        unmet=[need.title for need in unmet] if whole else (),
        unknown=[need.title for need in unknown] if whole else (),
    )


def _best(section: GuidanceSection) -> int:
    return max((len(item.meets) for item in section.items if isinstance(item, Fitted)), default=0)
