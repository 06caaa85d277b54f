"""One polite call to a source: tries again with pauses, heeds `Retry-After`, follows few redirects, and none into private networks."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from core.db import utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.net import Answer, NotAllowed, Unreachable, fetch

TRIES = 5
MAX_WAIT = 30.0  # seconds to sit and wait; a longer wait gives the worker to others
LATER = 900.0
LONGEST = 6 * 3600.0
MAX_REDIRECTS = 3
TIMEOUT = 120.0
_REDIRECTS = (301, 302, 303, 307, 308)
pause: Callable[[float], None] = time.sleep


class FeedError(DomainError):
    """The source cannot be read as it is. The message says what is wrong, for those who keep the catalogue."""


class Later(Exception):
    """The source asks us to come back, or does not answer now."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = min(max(seconds, 1.0), LONGEST)
        self.why = why


def get(url: str, *, max_bytes: int, accept: str = "application/json") -> Answer:
    """Fetch an address; the answer has status 200, or 404.

    Raises:
        FeedError: when trying again would not help.
        Later: when it may help, but not within half a minute.
    """
    for number in range(TRIES):
        try:
            answer = _followed(url, max_bytes, accept)
        except NotAllowed:
            raise FeedError(
                _("Adressen får inte anropas: den leder till ett internt nät, eller är inte https. Kontrollera källans adress.")
            ) from None
        except Unreachable as error:
            if str(error) == "it sent too much":
                raise FeedError(_("Källan skickade mer än %(n)s MB i ett svar. Hämtningen stoppades.", n=max_bytes // 2**20)) from None
            wait, why = 2.0 ** (number + 1), _("Källan svarar inte.")
        else:
            if answer.status in (200, 404):
                return answer
            if answer.status != 429 and answer.status < 500:
                raise FeedError(_("Källan svarade med felkod %(code)s. Kontrollera adressen.", code=answer.status))
            wait = _retry_after(answer) or 2.0 ** (number + 1)
            why = _("Källan svarade med felkod %(code)s.", code=answer.status)
        if wait > MAX_WAIT:
            raise Later(wait, why)
        pause(wait)
    raise Later(LATER, why)


def _followed(url: str, max_bytes: int, accept: str) -> Answer:
    for _number in range(MAX_REDIRECTS + 1):
        answer = fetch(url, headers={"Accept": accept}, timeout=TIMEOUT, max_bytes=max_bytes)
        if answer.status not in _REDIRECTS:
            return answer
        url = urljoin(url, answer.headers.get("location", ""))
    raise FeedError(_("Källan skickar vidare till nya adresser om och om igen. Kontrollera källans adress."))


def _retry_after(answer: Answer) -> float | None:
    """Seconds, from a number or a date; None when nothing sensible is said."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - utcnow()).total_seconds())
