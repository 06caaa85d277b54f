"""The centres that can receive classes: added, changed, and taken over from the register of organisations. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.audit.service import record
from core.db import db, get
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.demand_pooling.runs.models import ReceivingCentre

START_SEATS = 20
MAX_CENTRES = 200


def centres(region: Region) -> Sequence[ReceivingCentre]:
    """The region's centres by name."""
    wanted = select(ReceivingCentre).where(ReceivingCentre.region_id == region.id)
    return db.session.execute(wanted.order_by(ReceivingCentre.name, ReceivingCentre.id)).scalars().all()


def own_centre(region: Region, centre_id: int, *, lock: bool = False) -> ReceivingCentre:
    """A centre of this region.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(ReceivingCentre, centre_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def add_centre(*, region: Region, name: str, municipality_code: str, seats: int, receives: bool) -> ReceivingCentre:
    """Add a centre.

    Raises:
        DomainError: when there are too many, or it is not in the region.
    """
    if len(centres(region)) >= MAX_CENTRES:
        raise DomainError(_("Regionen kan ha högst %(n)s mottagande platser. Ta bort någon först.", n=MAX_CENTRES))
    _in_region(region, municipality_code)
    made = ReceivingCentre(region_id=region.id, name=name, municipality_code=municipality_code, seats=seats, receives=receives)
    db.session.add(made)
    db.session.flush()
    record("demand_pooling.centre.added", region=region, subject=ref(made), name=name, seats=seats)
    return made


def change_centre(*, region: Region, centre_id: int, name: str, municipality_code: str, seats: int, receives: bool) -> ReceivingCentre:
    """Change a centre.

    Raises:
        DomainError: when the municipality is not the region's.
    """
    found = own_centre(region, centre_id, lock=True)
    _in_region(region, municipality_code)
    before = found.seats
    if (name, municipality_code, seats, receives) != (found.name, found.municipality_code, found.seats, found.receives):
        found.by_hand = True  # what is decided here stays, whatever the learning centre says of itself later
    found.name, found.municipality_code, found.seats, found.receives = name, municipality_code, seats, receives
    db.session.flush()
    record("demand_pooling.centre.changed", region=region, subject=ref(found), name=name, seats=seats, before=before, receives=receives)
    return found


def remove_centre(*, region: Region, centre_id: int) -> None:
    """Take a centre away. Plans that were made keep what they said of it."""
    found = own_centre(region, centre_id, lock=True)
    record("demand_pooling.centre.removed", region=region, subject=ref(found), name=found.name)
    db.session.delete(found)
    db.session.flush()


def not_taken_over(region: Region) -> Sequence[Organisation]:
    """The register's learning centres of the region that are not among its centres."""
    known = select(ReceivingCentre.organisation_id).where(
        ReceivingCentre.region_id == region.id, ReceivingCentre.organisation_id.is_not(None)
    )
    codes = [m.code for m in municipalities(region)]
    wanted = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.kind == OrganisationKind.LEARNING_CENTRE)
        .where(Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None), Organisation.municipality_code.in_(codes))
        .where(Organisation.id.not_in(known))
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MAX_CENTRES)
    )
    return db.session.execute(wanted).scalars().all()


def take_over(*, region: Region) -> int:
    """Make a centre of each learning centre in the register that is not one yet. Returns how many."""
    room = MAX_CENTRES - len(centres(region))
    found = not_taken_over(region)[: max(0, room)]
    db.session.add_all(
        ReceivingCentre(
            region_id=region.id,
            organisation_id=one.id,
            name=one.name,
            municipality_code=one.municipality_code,
            seats=START_SEATS,
            receives=True,
            by_hand=False,
        )
        for one in found
    )
    db.session.flush()
    if found:
        record("demand_pooling.centre.taken_over", region=region, count=len(found))
    return len(found)


def _in_region(region: Region, code: str) -> None:
    if code not in {m.code for m in municipalities(region)}:
        raise DomainError(_("Välj en av regionens kommuner."), field="municipality_code")


def ref(centre: ReceivingCentre) -> str:
    """How others name it."""
    return f"demand_pooling:centre:{centre.id}"
