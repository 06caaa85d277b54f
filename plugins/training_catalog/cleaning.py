"""Single values as files write them, made into what we keep. Dirty data is normal: what can be understood is; the rest is named."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import nh3

from plugins.training_catalog.codes import LANGUAGE_ALIASES, LANGUAGES

MAX_TEXT = 20_000
MAX_URL = 1000
_UNKNOWN = frozenset({"okänd", "okänt", "unknown", "null", "none", "n/a", "-", "saknas", "uppgift saknas"})
# C0 and C1 controls, surrogates, and what hides or turns text: zero-width and bidirectional marks, the byte order mark.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr|/ul|/ol)\b[^>]{0,200}>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li\b[^>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?[a-zA-Z][^>]{0,200}>")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_OTHER_DATE = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}", re.UNICODE)
_EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,180}\.[^@\s<>\"]{2,60}")


class Unreadable(ValueError):
    """A value that cannot be understood. `cause` is a key of `causes.CAUSES`."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.detail = detail


def line(text: str | None) -> str:
    """One line of text: control characters and repeated space taken out; empty for "Okänd" and its like."""
    if not text:
        return ""
    cleaned = plain(text).replace("\n", " ")
    cleaned = " ".join(cleaned.split())
    return "" if cleaned.casefold() in _UNKNOWN else cleaned


def title(text: str | None) -> str:
    """One line that may hold HTML, which is taken away."""
    return line(plain_text(text))


def plain_text(text: str | None, limit: int = MAX_TEXT) -> str:
    """Text without HTML: paragraphs, breaks and list items become lines, entities become characters. At most `limit` characters."""
    if not text:
        return ""
    text = plain(text[: limit * 4])
    for _round in range(3):  # some sources escape their HTML once, some twice
        before = text
        text = _BREAKS.sub("\n", _ITEM.sub("\n• ", text))
        if "<" in text and _TAG.search(text):
            text = nh3.clean(text, tags=set())
        text = html.unescape(text)
        if text == before or not _TAG.search(text):
            break
    text = plain(text).replace("\xa0", " ")
    text = _SPACES.sub(" ", text)
    text = "\n".join(part.strip() for part in text.split("\n"))
    return _LINES.sub("\n\n", text).strip()[:limit].rstrip()


def plain(text: str) -> str:
    """Text without control characters and invisible marks, with simple line breaks and composed letters."""
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def day(text: str | None) -> date | None:
    """A date, from "2026-08-24", "20260824", "2026/8/24" or any of them with a time after it, which is left out.

    Raises:
        Unreadable: when something stands there that is no date, or one outside 1990–2100.
    """
    text = line(text)
    if not text:
        return None
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text) or _OTHER_DATE.fullmatch(text)
    if match is None:
        raise Unreadable("date")
    year, month, number = (int(part) for part in match.groups()[:3])
    try:
        found = date(year, month, number)
    except ValueError:
        raise Unreadable("date") from None
    if not 1990 <= year <= 2100:
        raise Unreadable("date")
    return found


def moment(text: str | None) -> datetime | None:
    """A moment in UTC; one without offset is taken as UTC. None for what cannot be read: it is only ever a hint."""
    try:
        found = datetime.fromisoformat(line(text))
    except ValueError:
        return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def number(text: str | None, *, low: float = 0, high: float = 100_000) -> float | None:
    """A number within limits, from "100.0", "100,5" or "1 400"; zero points and an empty text are None.

    Raises:
        Unreadable: when it is no number, or outside the limits.
    """
    text = line(text)
    if not text:
        return None
    try:
        found = float(text.replace(" ", "").replace(",", ".").removesuffix("%"))
    except ValueError:
        raise Unreadable("number") from None
    if not math.isfinite(found) or not low <= found <= high:
        raise Unreadable("number_range", f"{low:g}–{high:g}")
    return found


def whole(text: str | None, *, high: int = 100_000) -> int | None:
    """A whole number from 0 up, also when written "16.0".

    Raises:
        Unreadable: otherwise.
    """
    try:
        found = number(text, high=high)
    except Unreadable as error:
        raise Unreadable("whole_number" if error.cause == "number" else error.cause, error.detail) from None
    if found is None:
        return None
    if found != int(found):
        raise Unreadable("whole_number")
    return int(found)


def url(text: str | None) -> str:
    """A web address with http or https; "www.example.se" gets https. Empty for none.

    Raises:
        Unreadable: for another scheme, an address with a password in it, or what is no address.
    """
    text = line(text)
    if not text:
        return ""
    if " " in text or len(text) > MAX_URL or "\\" in text:
        raise Unreadable("url")
    if "://" not in text and _HOST.match(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        raise Unreadable("url") from None
    if parts.scheme.lower() not in ("http", "https") or parts.username or not _HOST.fullmatch(host):
        raise Unreadable("url")
    return text


def email(text: str | None) -> str:
    """An e-mail address, or empty for what is none."""
    text = line(text)
    return text if len(text) <= 254 and _EMAIL.fullmatch(text) else ""


def language(text: str | None) -> str:
    """A language as three letters (ISO 639-2); empty for none.

    Raises:
        Unreadable: when it is no code we can read.
    """
    text = line(text).casefold()
    if not text:
        return ""
    text = LANGUAGE_ALIASES.get(text, text)
    if text in LANGUAGES or (len(text) == 3 and text.isascii() and text.isalpha()):
        return text
    raise Unreadable("language")
