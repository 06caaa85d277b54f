"""A signed letter of intent, as one plugin tells another: what is promised, and by whom. See the hook `letters_of_intent`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LetterOfIntent:
    """What an employer has said in writing that it will do, and who signed (*avsiktsförklaring*).

    Args:
        ref: Names the letter: `"<plugin>:<kind>:<id>"`.
        size: The organisation's size, as its owner writes it; empty when it is not known.
        withdrawn_at: When it stopped counting; None while it counts.
        commitments: What is promised: kind, amount and period in words.
        url: The letter's page.
    """

    ref: str
    organisation_id: int
    organisation_name: str
    orgnr: str
    municipality_code: str
    size: str
    person_name: str
    person_title: str
    person_email: str
    person_phone: str
    signed_at: datetime
    withdrawn_at: datetime | None = None
    commitments: tuple[tuple[str, int, str], ...] = ()
    url: str = ""
