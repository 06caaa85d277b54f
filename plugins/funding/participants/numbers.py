"""Personal numbers (*personnummer*) and coordination numbers (*samordningsnummer*): read, checked, and hidden.

Source: Folkbokföringslagen (1991:481) 18 § (the number and its check digit), Skatteverket SKV 704 and SKV 707.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

from stdnum import luhn

from core.clock import today
from core.errors import DomainError
from core.i18n import gettext as _
from core.keyring import ring

_WRITTEN = re.compile(r"(\d{6}|\d{8})([-+ ]?)(\d{4})")
COORDINATION = 60  # is added to the day of birth
PURPOSE = "funding.participant"


@dataclass(frozen=True)
class Number:
    """A number that holds together: twelve digits, and what it tells."""

    digits: str
    born: date
    is_woman: bool


def read(text: str) -> Number:
    """A number as people write it: with or without century and hyphen; `+` for who is a hundred years old or more.

    Raises:
        DomainError: when it is none: too short, no such day, or the check digit is wrong.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise DomainError(_("Skriv personnumret med tio eller tolv siffror, till exempel 19850102-1234."), field="personal_number")
    first, sign, last = found.groups()
    digits = (first if len(first) == 8 else _century(first, sign == "+")) + last
    born = _birth(digits)
    if born is None or born > today() or not luhn.is_valid(digits[2:]):
        raise DomainError(_("Personnumret stämmer inte. Kontrollera alla siffror."), field="personal_number")
    return Number(digits, born, int(digits[10]) % 2 == 0)


def _century(six: str, is_old: bool) -> str:
    year = today().year
    century = year // 100 - (int(six[:2]) > year % 100) - is_old
    return f"{century}{six}"


def _birth(digits: str) -> date | None:
    day = int(digits[6:8])
    try:
        return date(int(digits[:4]), int(digits[4:6]), day - COORDINATION if day > COORDINATION else day)
    except ValueError:
        return None


def digests(project_id: int, digits: str) -> list[str]:
    """The digests of a number in a project, by each secret of the ring, the one in use first. Not to be turned back without a secret."""
    message = f"{project_id}:{digits}".encode()
    return [hmac.new(secret.key(PURPOSE), message, hashlib.sha256).hexdigest() for secret in ring()]


def masked(born_year: int) -> str:
    """What lists show in the number's place."""
    return f"{born_year}••••-••••"
