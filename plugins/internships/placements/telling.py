"""Telling those whom a placement concerns, by mail. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.db import db
from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from core.organisations.models import Organisation
from core.web.format import format_date
from plugins.internships.applicants.links import token_for
from plugins.internships.applicants.models import Applicant
from plugins.internships.links import absolute
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.placements import mail_templates
from plugins.internships.placements.queries import LIVE
from plugins.internships.rounds.models import Placement

if TYPE_CHECKING:
    from core.regions.models import Region

TONGUE = "sv"


About = tuple[Applicant, Placement | None, str, str]


def tell_applicants(kind: str, *, region: Region, period: PlacementPeriod, about: Iterable[About]) -> None:
    """Mail applicants.

    Args:
        kind: Which mail.
        about: The applicant; the placement that the mail is about; what they had before, and why it changed, both as text.
    """
    there = list(about)
    named = workplaces({placement.offer_id for _applicant, placement, _before, _cause in there if placement is not None})
    names = {variable.name for found in mail_templates.TEMPLATES if found.kind == kind for variable in found.variables}
    with speaking(TONGUE):
        for applicant, placement, before, cause in there:
            values: dict[str, Any] = {
                "name": applicant.name,
                "period": period.title,
                "workplace": named[placement.offer_id] if placement else "",
                "days": days_of(period),
                "day": format_date(placement.accept_by) if placement and placement.accept_by else format_date(period.starts_on),
                "before": before,
                "cause": cause,
                "link": absolute("my_placement", region, token=token_for(applicant)),
                "sender": region.name,
                "why": _("Du får mejlet för att din skola har anmält dig till praktik hos %(region)s.", region=region.name),
            }
            variables = {name: value for name, value in values.items() if name in names}
            send_template(kind=kind, to=applicant.email, variables=variables, region=region, tongue=TONGUE)


def tell_employers(*, region: Region, period: PlacementPeriod, offer_ids: Collection[int]) -> None:
    """Mail the contact of each of the workplaces how many are coming now. Names stand only on the page."""
    counted = dict(
        db.session.execute(
            select(Placement.offer_id, func.count())
            .where(Placement.offer_id.in_(sorted(offer_ids)), Placement.status.in_(LIVE))
            .group_by(Placement.offer_id)
        ).all()
    )
    wanted = select(PlacementOffer).where(PlacementOffer.id.in_(sorted(offer_ids)), PlacementOffer.contact_email != "")
    named = workplaces(offer_ids)
    with speaking(TONGUE):
        for offer in db.session.execute(wanted.order_by(PlacementOffer.id)).scalars():
            values = {
                "workplace": named[offer.id],
                "period": period.title,
                "days": days_of(period),
                "count": str(counted.get(offer.id, 0)),
                "link": absolute("receives", region),
                "sender": region.name,
                "why": _("Du får mejlet för att du är kontaktperson för en praktikplats hos %(region)s.", region=region.name),
            }
            send_template(kind=mail_templates.RECEIVES, to=offer.contact_email, variables=values, region=region, tongue=TONGUE)


def days_of(period: PlacementPeriod) -> str:
    """The first and the last day, as one reads them."""
    return _("%(first)s till %(last)s", first=format_date(period.starts_on), last=format_date(period.ends_on))


def workplaces(offer_ids: Collection[int]) -> dict[int, str]:
    """What to call offers: the workplace and the employer."""
    wanted = (
        select(PlacementOffer.id, PlacementOffer.workplace, Organisation.name)
        .join(Organisation, Organisation.id == PlacementOffer.organisation_id)
        .where(PlacementOffer.id.in_(sorted(offer_ids)))
    )
    return {
        offer_id: workplace if workplace == organisation else f"{workplace}, {organisation}"
        for offer_id, workplace, organisation in db.session.execute(wanted)
    }
