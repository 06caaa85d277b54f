"""What can be done with a learning centre: made from the register, changed, published. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.audit.service import record
from core.db import db, sort_key
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.queries import municipalities
from core.search import index
from core.search.folding import fold
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.telling import tell

if TYPE_CHECKING:
    from core.regions.models import Region

KIND = "distance_learning.centre"
MAX_CENTRES = 200
MAX_CLOSURES = 40


def make_centre(
    *, region: Region, name: str, municipality_code: str, organisation: Organisation | None = None, **facts: Any
) -> LearningCentre:
    """Make the page of a centre, not yet published.

    Raises:
        DomainError: when the municipality is not the region's, the organisation has a page already, or there are too many.
    """
    _in_region(region, municipality_code)
    there = db.session.execute(select(LearningCentre).where(LearningCentre.region_id == region.id)).scalars().all()
    if len(there) >= MAX_CENTRES:
        raise DomainError(_("Regionen kan ha högst %(n)s lärcentrum.", n=MAX_CENTRES))
    if organisation is not None and any(centre.organisation_id == organisation.id for centre in there):
        raise Conflict(_("Lärcentrumet har redan en sida."))
    made = LearningCentre(
        region_id=region.id,
        organisation_id=organisation.id if organisation else None,
        slug=_free_slug(name, {centre.slug for centre in there}),
        name=name,
        sort_key=sort_key(name),
        municipality_code=municipality_code,
        **facts,
    )
    db.session.add(made)
    db.session.flush()
    record("distance_learning.centre.made", region=region, subject=made.ref, name=name)
    return made


def change_centre(*, region: Region, centre: LearningCentre, facts: Mapping[str, Any]) -> LearningCentre:
    """Change what is said of a centre.

    Raises:
        DomainError: when the municipality is not the region's.
    """
    if "municipality_code" in facts:
        _in_region(region, facts["municipality_code"])
    changed = sorted(key for key, value in facts.items() if getattr(centre, key) != value)
    for key in changed:
        setattr(centre, key, facts[key])
    if "name" in changed:
        centre.sort_key = sort_key(centre.name)
    if changed:
        record("distance_learning.centre.changed", region=region, subject=centre.ref, name=centre.name, fields=changed)
        _tell(region, centre)
    return centre


def publish_centre(*, region: Region, centre: LearningCentre, published: bool) -> LearningCentre:
    """Show a centre to everybody, or take its page down. Courses that only it receives are then not followed anywhere.

    Raises:
        DomainError: when too little is said of it.
    """
    if published and not centre.opening_hours:
        raise DomainError(_("Skriv öppettiderna innan du publicerar sidan."))
    if published and not (centre.email or centre.phone):
        raise DomainError(_("Skriv en e-postadress eller ett telefonnummer innan du publicerar sidan."))
    if centre.is_published != published:
        centre.is_published = published
        action = "published" if published else "unpublished"
        record(f"distance_learning.centre.{action}", region=region, subject=centre.ref, name=centre.name)
        _tell(region, centre)
    return centre


def add_closure(*, region: Region, centre: LearningCentre, first: date, last: date, reason: str) -> None:
    """Say that it is closed for some days.

    Raises:
        DomainError: when the days are in the wrong order, or there are too many closures.
    """
    if last < first:
        raise DomainError(_("Sista dagen kan inte vara före den första."), field="last")
    if len(centre.closures) >= MAX_CLOSURES:
        raise DomainError(_("Det finns redan %(n)s perioder. Ta bort någon som har varit.", n=MAX_CLOSURES))
    row = {"first": first.isoformat(), "last": last.isoformat(), "reason": reason}
    if row not in centre.closures:
        centre.closures = sorted([*centre.closures, row], key=lambda one: (one["first"], one["last"]))
        record("distance_learning.centre.changed", region=region, subject=centre.ref, name=centre.name, fields=["closures"])


def remove_closure(*, region: Region, centre: LearningCentre, first: str, last: str) -> None:
    """It is open as usual after all. What is gone already is no fault."""
    kept = [row for row in centre.closures if (row["first"], row["last"]) != (first, last)]
    if len(kept) != len(centre.closures):
        centre.closures = kept
        record("distance_learning.centre.changed", region=region, subject=centre.ref, name=centre.name, fields=["closures"])


def _tell(region: Region, centre: LearningCentre) -> None:
    db.session.flush()
    if centre.is_published:
        index.put(KIND, centre.id, region, " ".join([centre.name, centre.town, centre.description, centre.support_text]))
    else:
        index.remove(KIND, [centre.id])
    tell(region, centre)


def _in_region(region: Region, code: str) -> None:
    if code not in {m.code for m in municipalities(region)}:
        raise DomainError(_("Välj en av regionens kommuner."), field="municipality_code")


def _free_slug(name: str, taken: set[str]) -> str:
    plain = "-".join("".join(mark if mark.isalnum() and mark.isascii() else " " for mark in fold(name)).split())[:70] or "larcentrum"
    return next(slug for slug in (plain, *(f"{plain}-{number}" for number in range(2, MAX_CENTRES + 3))) if slug not in taken)
