"""Short addresses of long choices."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sqlalchemy import select

from core.audit.service import record
from core.db import db
from core.errors import DomainError
from core.i18n import gettext as _
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.finding.models import ShortLink

if TYPE_CHECKING:
    from core.regions.models import Region

LONG = 120  # characters of the choice; a shorter one is easily sent as it is
MAX_QUERY = 1_500
MAX_CODE = 12
_ALPHABET = "23456789abcdefghjkmnpqrstwxyz"  # no letters that are taken for one another


def query_of(filters: Filters) -> str:
    """A choice as the part of an address after the question mark."""
    return urlencode(filters.arguments(), doseq=True)


def shorten(*, region: Region, filters: Filters) -> ShortLink:
    """A short address for a choice: the one that it has, or a new one.

    Raises:
        DomainError: when nothing is chosen, or far too much.
    """
    query = query_of(filters)
    if not query:
        raise DomainError(_("Välj något i listan först. Det finns inget att dela ännu."))
    if len(query) > MAX_QUERY:
        raise DomainError(_("Urvalet är för långt för att delas. Välj färre filter."))
    digest = hashlib.sha256(query.encode()).hexdigest()
    found = db.session.execute(select(ShortLink).where(ShortLink.region_id == region.id, ShortLink.digest == digest)).scalar_one_or_none()
    if found is None:
        found = ShortLink(region_id=region.id, code="".join(secrets.choice(_ALPHABET) for _n in range(8)), digest=digest, query=query)
        db.session.add(found)
        db.session.flush()
        record("training_catalog.search.shared", region=region, subject=f"training_catalog:short_link:{found.id}")
    return found


def by_code(region: Region, code: str) -> ShortLink | None:
    """The choice behind a short address; None when there is none here."""
    if len(code) > MAX_CODE:
        return None
    return db.session.execute(select(ShortLink).where(ShortLink.region_id == region.id, ShortLink.code == code)).scalar_one_or_none()
