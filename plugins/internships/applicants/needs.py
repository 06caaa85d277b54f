"""What an applicant needs at the workplace: written by themselves or a coordinator, read only with a permission of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.audit.service import record
from core.db import db
from core.errors import Conflict
from core.i18n import gettext as _
from plugins.internships.applicants.models import Applicant, ApplicantStatus, SpecialNeed

if TYPE_CHECKING:
    from core.regions.models import Region


def need_of(applicant: Applicant) -> SpecialNeed | None:
    """What is written. Only for the applicant's own page, and for who has the permission."""
    return db.session.execute(select(SpecialNeed).where(SpecialNeed.applicant_id == applicant.id)).scalar_one_or_none()


def save_need(*, region: Region, applicant: Applicant, text: str) -> None:
    """Keep a text instead of the one before; empty: nothing is kept. The log never has the text. Nothing here commits.

    Raises:
        Conflict: when the applicant is withdrawn.
    """
    if applicant.status == ApplicantStatus.WITHDRAWN:
        raise Conflict(_("Anmälan är tillbakadragen och kan inte ändras."))
    found, said = need_of(applicant), text.strip()
    if said == (found.text if found else ""):
        return
    if found is None:
        db.session.add(SpecialNeed(region_id=region.id, applicant_id=applicant.id, text=said))
    elif said:
        found.text = said
    else:
        db.session.delete(found)
    db.session.flush()
    record("internships.special_need.saved", region=region, subject=applicant.ref)


def note_read(*, region: Region, applicant: Applicant) -> None:
    """Somebody has read what an applicant needs."""
    record("internships.special_need.read", region=region, subject=applicant.ref)
