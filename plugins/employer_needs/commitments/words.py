"""What each kind of commitment is called and counted in, and the words of a letter of intent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.service import format_orgnr
from core.web.format import format_number
from plugins.employer_needs.commitments.models import Commitment, CommitmentKind, Letter


@dataclass(frozen=True)
class Kind:
    """A kind of commitment, as it is asked for.

    Args:
        title: What it is called in lists.
        question: What the form asks.
        most: The largest amount.
        periods: What the amount may be counted for; stored as these words. None when it is not counted for anything.
        tick: A yes or no, not an amount.
    """

    title: Any
    question: Any
    most: int
    periods: Sequence[str] = ()
    tick: bool = False


# Stored as words, because others show them; these are the only ones.
PERIODS: Mapping[str, Any] = {
    "inom ett år": _l("inom ett år"),
    "om ett till tre år": _l("om ett till tre år"),
    "om tre till fem år": _l("om tre till fem år"),
    "per termin": _l("per termin"),
    "per år": _l("per år"),
    "per vecka": _l("per vecka"),
    "en gång": _l("en gång"),
}

KINDS: Mapping[CommitmentKind, Kind] = {
    CommitmentKind.HIRE: Kind(
        _l("Anställa"),
        _l("Hur många avser ni att anställa?"),
        10_000,
        ("inom ett år", "om ett till tre år", "om tre till fem år"),
    ),
    CommitmentKind.PLACEMENTS: Kind(
        _l("Praktikplatser"), _l("Hur många praktikplatser (LIA, APL, VFU) erbjuder ni?"), 1_000, ("per termin", "per år")
    ),
    CommitmentKind.STEERING_GROUP: Kind(_l("Plats i ledningsgrupp"), _l("Vi vill vara med i utbildningens ledningsgrupp"), 1, tick=True),
    CommitmentKind.LECTURER: Kind(
        _l("Lärare eller föreläsare"),
        _l("Hur många timmar kan ni ställa upp med lärare eller föreläsare?"),
        2_000,
        ("per termin", "per år"),
    ),
    CommitmentKind.PAID_STUDY_TIME: Kind(
        _l("Betald studietid"), _l("Hur många timmar betald studietid får varje anställd som studerar?"), 40, ("per vecka",)
    ),
    CommitmentKind.CO_FUNDING: Kind(_l("Medfinansiering"), _l("Hur många kronor kan ni bidra med?"), 100_000_000, ("en gång", "per år")),
}


def amount(kind: CommitmentKind, number: int, period: str) -> str:
    """How much is promised, in words."""
    n = format_number(number)
    match kind:
        case CommitmentKind.HIRE:
            said = _("%(n)s personer", n=n) if number != 1 else _("1 person")
        case CommitmentKind.PLACEMENTS:
            said = _("%(n)s platser", n=n) if number != 1 else _("1 plats")
        case CommitmentKind.STEERING_GROUP:
            said = _("Ja")
        case CommitmentKind.CO_FUNDING:
            said = _("%(n)s kronor", n=n)
        case _:
            said = _("%(n)s timmar", n=n) if number != 1 else _("1 timme")
    return f"{said} {PERIODS.get(period, period)}".strip()


def line(commitment: Commitment) -> str:
    """A commitment in one line."""
    return f"{KINDS[commitment.kind].title}: {amount(commitment.kind, commitment.amount, commitment.period)}"


def by_occupation(commitments: Sequence[Commitment]) -> list[tuple[str, list[str]]]:
    """The commitments in lines, occupation by occupation."""
    groups: dict[str, list[str]] = {}
    for each in commitments:
        groups.setdefault(each.occupation_label, []).append(line(each))
    return list(groups.items())


def letter_text(letter: Letter, commitments: Sequence[Commitment]) -> str:
    """What is signed, word for word. Made once, at the signing, and kept as it was."""
    number = format_orgnr(letter.orgnr)
    who = _("%(name)s (organisationsnummer %(orgnr)s)", name=letter.organisation_name, orgnr=number) if number else letter.organisation_name
    promised = "\n\n".join(
        _("Yrke: %(label)s", label=label) + "\n" + "\n".join(f"- {each}" for each in lines) for label, lines in by_occupation(commitments)
    )
    return "\n\n".join(
        [
            _("%(who)s avser att göra detta, om en utbildning kommer till stånd:", who=who),
            promised,
            consent(),
        ]
    )


def consent() -> str:
    """What every letter says of itself."""
    return _(
        "Det här är en avsikt och inte ett avtal. Den får användas i flera underlag till utbildningsanordnare och myndigheter, "
        "med organisationens namn och med namn, titel och kontaktuppgifter för den som har undertecknat. "
        "Den kan dras tillbaka när som helst. Avsiktsförklaringen är en allmän handling hos regionen."
    )
