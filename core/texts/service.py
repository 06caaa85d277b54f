"""Writing the region's own texts. Nothing here commits."""

from __future__ import annotations

from core.audit.service import record
from core.db import db
from core.errors import DomainError
from core.i18n import LANGUAGES
from core.i18n import gettext as _
from core.regions.models import Region
from core.texts.catalogue import TEXTS
from core.texts.models import RegionText
from core.texts.queries import raw
from core.users.models import User


def check(key: str, body: str) -> str:
    """A text that may be saved.

    Raises:
        DomainError: when it is too long, or has several lines where one is meant.
    """
    text, body = TEXTS[key], body.replace("\r\n", "\n").strip()
    if len(body) > text.limit:
        over = len(body) - text.limit
        raise DomainError(_("Texten får vara högst %(max)s tecken. Korta den med %(over)s.", max=text.limit, over=over), field="body")
    if not text.formatted and "\n" in body:
        raise DomainError(_("Skriv texten på en rad."), field="body")
    return body


def set_text(*, region: Region, key: str, language: str, body: str, actor: User | None = None) -> None:
    """Save a text; empty goes back to the one that comes with Samkraft. Nothing happens when it is as before."""
    if key not in TEXTS or language not in LANGUAGES:
        raise DomainError(_("Den texten finns inte."))
    body = check(key, body)
    if body == raw(region, key, language):
        return
    own = {k: v for k, v in region.texts.get(language, {}).items() if k != key}
    if body:
        own[key] = body
    texts = {code: values for code, values in region.texts.items() if code in LANGUAGES and code != language}
    region.texts = {**texts, language: own} if own else texts
    db.session.add(RegionText(region_id=region.id, key=key, language=language, body=body, set_by_id=actor.id if actor else None))
    db.session.flush()
    record("core.region.text_changed", region=region, subject=f"core:text:{key}", actor=actor, language=language, characters=len(body))
