"""A fictional provider's own courses: one published with a cancelled occasion, one that nobody can apply for any more, and a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db
from core.organisations.models import OrganisationKind
from core.users.queries import organisations_where, with_permission
from plugins.training_catalog.permissions import KEEP
from plugins.training_catalog.upkeep import cancelling, queries, service
from plugins.training_catalog.upkeep.models import KeptEducation
from plugins.training_catalog.upkeep.values import Education, Occasion

if TYPE_CHECKING:
    from core.regions.models import Region

MADE_UP = "\n\nDet här är en påhittad utbildning för demonstration."


def seed(region: Region, day: date) -> None:
    """Make them where there are none yet, and a provider to keep them."""
    if db.session.execute(select(KeptEducation.id).where(KeptEducation.region_id == region.id).limit(1)).first():
        return
    able = sorted(with_permission(region, KEEP), key=lambda each: not organisations_where(each, region, KEEP).organisations)
    user = next((each for each in able if queries.organisations(region, each)), None)
    owners = [each for each in queries.organisations(region, user) if each.kind is OrganisationKind.EDUCATION_PROVIDER] if user else []
    if user is None or not owners or owners[0].municipality_code is None:
        return
    place = ((owners[0].municipality_code, "Skolgatan 1"),)
    start = _monday(day + timedelta(weeks=20))
    nurse = Education(
        "Stödassistent med inriktning mot äldre", "YH", description=f"Du lär dig stödja människor i vardagen.{MADE_UP}", credits=200
    )
    whole = Occasion(
        start=start,
        end=start + timedelta(weeks=40, days=4),
        application_last=day + timedelta(days=9),
        application_url="https://skolan.example/sok",
        pace=100,
        places=place,
        seats=24,
    )
    home = Occasion(start=start, application_last=start - timedelta(weeks=4), is_distance=True, sessions=4, pace=50, places=place)
    course = service.create(region=region, user=user, organisation_id=owners[0].id, said=nurse)
    first = service.add_occasion(region=region, user=user, education_id=course.id, said=whole)
    other = service.add_occasion(region=region, user=user, education_id=course.id, said=home)
    later = replace(home, start=start + timedelta(weeks=20), application_last=start + timedelta(weeks=14))
    service.add_occasion(region=region, user=user, education_id=course.id, said=later)
    service.publish(region=region, user=user, education_id=course.id, groups=["5330"])
    cancelling.cancel(region=region, user=user, occasion_id=first.id, reason="För få sökande.", alternative_id=other.event_id or 0)
    welder = Education("Svetsare, fortsättning", "YH", credits=100)
    over = service.create(region=region, user=user, organisation_id=owners[0].id, said=welder)
    closed = Occasion(start=day + timedelta(weeks=2), application_last=day - timedelta(days=3), pace=100, places=place)
    service.add_occasion(region=region, user=user, education_id=over.id, said=closed)
    service.publish(region=region, user=user, education_id=over.id, groups=["7212"])
    draft = service.create(region=region, user=user, organisation_id=owners[0].id, said=Education("Drönarpilot i skogen", "YH"))
    service.add_occasion(region=region, user=user, education_id=draft.id, said=Occasion(start=start, pace=50))


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
