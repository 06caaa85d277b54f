"""Which participants each common indicator counts. Pure: groups of equal participants in, lines of the table out.

Source: Regulation (EU) 2021/1057, Annex I, points 1.1 and 3: each participant once, on entry and within four weeks of leaving, by sex.
Age is the year of entry less the year of birth: the register keeps the day of birth only within the encrypted number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from core.i18n import lazy_gettext as _l
from plugins.funding.participants.models import Education, Result, Work


class Entered(NamedTuple):
    """So many women, or men, who began with the same age, work and education."""

    is_woman: bool
    age: int
    work: Work
    education: Education
    people: int


class Left(NamedTuple):
    """So many women, or men, who left with the same result."""

    is_woman: bool
    result: Result
    people: int


class Line(NamedTuple):
    """A line of the table. `code` is empty where the fund has no indicator and something is not known."""

    code: str
    title: Any
    women: int
    men: int

    @property
    def people(self) -> int:
        """Women and men."""
        return self.women + self.men


_Entry = tuple[str, Any, Callable[[Entered], bool]]
_ENTRY: tuple[_Entry, ...] = (
    ("EECO01", _l("Alla deltagare"), lambda each: True),
    ("EECO02", _l("Arbetslösa, även långtidsarbetslösa"), lambda each: each.work in (Work.UNEMPLOYED, Work.LONG_TERM)),
    ("EECO03", _l("Långtidsarbetslösa"), lambda each: each.work == Work.LONG_TERM),
    ("EECO04", _l("Utanför arbetskraften"), lambda each: each.work == Work.INACTIVE),
    ("EECO05", _l("Sysselsatta, även egenföretagare"), lambda each: each.work == Work.EMPLOYED),
    ("", _l("Arbete inte angivet"), lambda each: each.work == Work.UNKNOWN),
    ("EECO06", _l("Barn under 18 år"), lambda each: each.age < 18),
    ("EECO07", _l("Unga, 18–29 år"), lambda each: 18 <= each.age <= 29),
    ("EECO08", _l("55 år och äldre"), lambda each: each.age >= 55),
    ("EECO09", _l("Högst grundskola (ISCED 0–2)"), lambda each: each.education == Education.LOWER),
    ("EECO10", _l("Gymnasium eller eftergymnasialt utan högskola (ISCED 3–4)"), lambda each: each.education == Education.UPPER),
    ("EECO11", _l("Högskola (ISCED 5–8)"), lambda each: each.education == Education.TERTIARY),
    ("", _l("Utbildning inte angiven"), lambda each: each.education == Education.UNKNOWN),
)
_EXIT: tuple[tuple[str, Any, Result], ...] = (
    ("EECR01", _l("Söker arbete"), Result.SEEKING),
    ("EECR02", _l("I utbildning"), Result.EDUCATION),
    ("EECR03", _l("Har fått en kvalifikation"), Result.QUALIFICATION),
    ("EECR04", _l("I arbete eller eget företag"), Result.EMPLOYMENT),
    ("", _l("Inget av detta, eller inte känt"), Result.NONE),
)


def entry_lines(groups: Iterable[Entered]) -> list[Line]:
    """The indicators of those who began."""
    known = list(groups)
    return [
        Line(
            code,
            title,
            sum(each.people for each in known if each.is_woman and counts(each)),
            sum(each.people for each in known if not each.is_woman and counts(each)),
        )
        for code, title, counts in _ENTRY
    ]


def exit_lines(groups: Iterable[Left]) -> list[Line]:
    """The indicators of those who left, and the rest of them."""
    known = list(groups)
    return [
        Line(
            code,
            title,
            sum(each.people for each in known if each.is_woman and each.result == result),
            sum(each.people for each in known if not each.is_woman and each.result == result),
        )
        for code, title, result in _EXIT
    ]
