"""The pages of a list of the Susa-navet API: their addresses, and what a page must look like to be believed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.i18n import gettext as _
from plugins.training_catalog.sources.client import FeedError

if TYPE_CHECKING:
    from plugins.training_catalog.models import Source

# In this order: what events refer to comes before them.
LISTS = ("educationProviders", "educationInfos", "educationEvents")
SIZE = 2000


@dataclass(frozen=True)
class Page:
    """One page: how many documents it has, and how many there are in all."""

    count: int
    pages: int
    total: int


def address(source: Source, name: str, page: int, since: datetime | None) -> str:
    """The address of a page of a list."""
    query: list[tuple[str, Any]] = [("schoolType", form) for form in source.school_forms]
    if name == "educationEvents" and len(source.provider_ids) == 1:
        query.append(("providerId", source.provider_ids[0]))
    if since is not None:
        query.append(("updatedSince", since.strftime("%Y-%m-%dT%H:%M:%SZ")))
    return f"{source.url.rstrip('/')}/{name}?{urlencode([*query, ('page', page), ('size', SIZE)])}"


def checked(body: bytes, name: str, number: int) -> Page:
    """Look at a page before it is kept.

    Raises:
        FeedError: when it is not what the API promises.
    """
    where = {"list": name, "page": number + 1}
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise FeedError(_("Sida %(page)s av %(list)s är inte giltig JSON. Ingenting har tagits bort.", **where)) from None
    facts = data.get("page") if isinstance(data, dict) else None
    if not isinstance(facts, dict):
        raise FeedError(_("Sida %(page)s av %(list)s saknar uppgift om hur många sidor det finns.", **where))
    items: Any = data.get(name, [])
    pages: Any = facts.get("totalPages")
    total: Any = facts.get("totalElements")
    if not isinstance(items, list) or not _count(pages) or not _count(total):
        raise FeedError(_("Sida %(page)s av %(list)s har en annan form än Susa-navets. Kontrollera källans adress.", **where))
    if not items and number + 1 < pages:
        raise FeedError(_("%(list)s tog slut vid sida %(page)s av %(pages)s. Ingenting har tagits bort.", pages=pages, **where))
    return Page(len(items), pages, total)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
