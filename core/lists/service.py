"""What can be done with saved views. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select

from core.db import db
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.lists.models import SavedView
from core.regions.models import Region
from core.users.models import User

MAX_VIEWS = 50  # per person, region and list
MAX_QUERY = 1_500
_NOT_KEPT = frozenset({"page"})


def views_of(user: User, region: Region, endpoint: str) -> Sequence[SavedView]:
    """A person's views of a list, by name."""
    statement = (
        select(SavedView)
        .where(SavedView.user_id == user.id, SavedView.region_id == region.id, SavedView.endpoint == endpoint)
        .order_by(SavedView.name, SavedView.id)
        .limit(MAX_VIEWS)
    )
    return db.session.execute(statement).scalars().all()


def tidy(query: str) -> str:
    """A query string as it is kept: without empty values and without the page."""
    return urlencode([(name, value) for name, value in parse_qsl(query[: 2 * MAX_QUERY]) if name not in _NOT_KEPT])


def save_view(*, user: User, region: Region, endpoint: str, name: str, query: str) -> SavedView:
    """Save a view under a name; one of the same name is replaced.

    Raises:
        DomainError: no name, nothing chosen, too long, or too many.
    """
    name, query = " ".join(name.split()), tidy(query)
    if not name or len(name) > 80:
        raise DomainError(_("Skriv ett namn på vyn, högst 80 tecken."), field="name")
    if not query:
        raise DomainError(_("Filtrera eller sortera listan först. Det finns inget att spara ännu."))
    if len(query) > MAX_QUERY:
        raise DomainError(_("Urvalet är för långt för att sparas. Välj färre filter."))
    views = views_of(user, region, endpoint)
    found = next((view for view in views if view.name == name), None)
    if found is None:
        if len(views) >= MAX_VIEWS:
            raise DomainError(_("Du har redan %(n)s vyer av listan. Ta bort någon först.", n=MAX_VIEWS))
        found = SavedView(user_id=user.id, region_id=region.id, endpoint=endpoint, name=name)
        db.session.add(found)
    found.query = query
    db.session.flush()
    return found


def remove_view(*, user: User, region: Region, view_id: int) -> SavedView:
    """Remove one of a person's views.

    Raises:
        NotFound: when the person has no such view here.
    """
    statement = select(SavedView).where(
        SavedView.id == min(view_id, 2**31 - 1), SavedView.user_id == user.id, SavedView.region_id == region.id
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound(_("Vyn finns inte längre."))
    db.session.delete(found)
    db.session.flush()
    return found
