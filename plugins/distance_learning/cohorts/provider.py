"""How the provider of a course learns that enough people want it: in Samkraft, by mail, or from the centre, by hand."""

from __future__ import annotations

from core.db import one_or_none, sort_key
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from core.plugins import hooks
from core.regions.models import Region
from core.users.queries import with_permission
from core.users.service import normalise_email
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts.counting import Figures
from plugins.distance_learning.cohorts.mail_templates import PROVIDER
from plugins.distance_learning.cohorts.models import CohortStatus
from plugins.distance_learning.links import absolute
from plugins.distance_learning.permissions import DECIDE
from plugins.distance_learning.publishing.models import DistanceCourse

TONGUE = "sv"  # nobody has said in which language a provider wants to read


def has_account(region: Region, course: DistanceCourse) -> bool:
    """Whether somebody at the provider is told in Samkraft; also where the centre itself gives the course."""
    owner = one_or_none(LearningCentre, course.owner_centre_id) if course.owner_centre_id else None
    if owner and (sort_key(course.provider_name) == sort_key(owner.name) or (course.organisation_id or 0) == owner.organisation_id):
        return True
    return course.organisation_id is not None and bool(with_permission(region, DECIDE, organisation_id=course.organisation_id))


def address_of(region: Region, course: DistanceCourse) -> str:
    """Where the provider takes mail, as the catalogue has it; empty when nobody knows."""
    facts = hooks.for_region(region).education_facts(user=None, ref=course.catalogue_ref) if course.catalogue_ref else None
    try:
        return normalise_email(facts.provider_email) if facts and facts.provider_email else ""
    except DomainError:  # what stands in the catalogue is no address
        return ""


def told_by_hand(region: Region, course: DistanceCourse, found: Figures) -> bool:
    """Whether enough people want the course, and its provider hears of it only if somebody tells them."""
    return found.status == CohortStatus.REACHED and not has_account(region, course) and not address_of(region, course)


def tell_reached(region: Region, course: DistanceCourse, found: Figures) -> bool:
    """Mail a provider that has no account. Returns whether the provider is told now, by mail or in Samkraft."""
    if has_account(region, course):
        return True
    address = address_of(region, course)
    if not address:
        return False
    with speaking(TONGUE):
        why = _(
            "Du får mejlet för att adressen står som kontakt för %(provider)s i utbildningskatalogen hos %(region)s.",
            provider=course.provider_name,
            region=region.name,
        )
    values = {
        "title": course.title,
        "counted": str(found.counted),
        "threshold": str(found.threshold),
        "link": absolute("course", region, course_id=course.id),
        "contact": region.contact_email,
        "sender": region.name,
        "why": why,
    }
    send_template(kind=PROVIDER, to=address, variables=values, region=region, tongue=TONGUE)
    return True
