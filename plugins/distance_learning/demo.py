"""What a demo region has: learning centres here and there with rooms, hours and equipment, and courses. All of it is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.geo.places import municipalities as seats_of
from core.organisations.models import Organisation
from core.regions.queries import municipalities
from plugins.distance_learning.centres import hours, quality, rooms, service
from plugins.distance_learning.centres.models import LearningCentre, RoomKind
from plugins.distance_learning.centres.register import known_of, without_page_of_region
from plugins.distance_learning.publishing import catalogue
from plugins.distance_learning.publishing import service as publishing

if TYPE_CHECKING:
    from core.plugins import EducationFacts
    from core.regions.models import Region

EVERY = 2  # municipalities to one centre
MOST = 8
FOLLOWED = 2
LOOKED_AT = 80  # occasions of the catalogue
WEEKS = (
    {0: [("08:00", "16:30")], 1: [("08:00", "20:00")], 2: [("08:00", "16:30")], 3: [("08:00", "20:00")], 4: [("08:00", "15:00")]},
    {day: [("09:00", "12:00"), ("13:00", "17:00")] for day in range(5)},
    {**{day: [("08:00", "16:00")] for day in range(5)}, 5: [("10:00", "14:00")]},
)
# Title, school form, level, credits, unit, pace, sessions, exams, weeks, occupation groups.
COURSES: Sequence[tuple[Any, ...]] = (
    ("Vård- och omsorgsarbete, grunder", "VUXGY", "upper_secondary", 200, "gy", 50, 2, 1, 20, ["5321", "5322"]),
    ("Svetsteknik på distans med verkstadsdagar", "VUXGY", "upper_secondary", 400, "gy", 100, 8, 2, 20, ["7212"]),
    ("Ekonomiassistent", "YH", "vocational", 100, "yh", 50, 3, 4, 40, ["3313"]),
    ("Barnskötare", "VUXGY", "upper_secondary", 600, "gy", 75, 4, 2, 40, ["5311"]),
)


def seed(region: Region) -> None:
    """Make it, once. Run again it adds nothing."""
    if db.session.execute(select(LearningCentre.id).where(LearningCentre.region_id == region.id).limit(1)).first():
        return
    places = [m.code for m in municipalities(region)]
    if not places:
        return
    centres = [_centre(region, number, code) for number, code in enumerate(places[::EVERY][:MOST])]
    centres += [_of_register(region, one, places) for one in without_page_of_region(region)[:1] if one.municipality_code in places]
    day = today()
    for number, row in enumerate(COURSES):
        _course(region, centres, number, row, day)
    for number, facts in enumerate(_in_catalogue(region, day)):
        course = publishing.make_course(region=region, facts=catalogue.as_facts(region, facts), owner=None)
        publishing.publish_course(region=region, course=course)
        _received(region, course, centres[number::3])


def _centre(region: Region, number: int, code: str) -> LearningCentre:
    seat = seats_of()[code]
    facts: dict[str, Any] = {
        "street_address": f"Påhittade gatan {number + 1}",
        "postal_code": f"9{number:02d} 00",
        "town": seat.name,
        "latitude": seat.latitude,
        "longitude": seat.longitude,
        "seats": (16, 24, 12, 30)[number % 4],
        "invigilates": number % 3 != 2,
        "description": "Hit kan du komma och studera, vilken skola du än läser på. Det här är ett påhittat lärcentrum för demonstration.",
        "support_text": "Studievägledare på onsdagar. Hjälp med dator och video alla dagar.",
        "accessibility_text": "Ingång utan trösklar, hiss och hörslinga. Två höj- och sänkbara bord." if number % 2 == 0 else "",
        "email": f"larcentrum-{number + 1}@{region.slug}.demo.samkraft.example",
        "phone": "010-000 00 00",
        "opening_hours": hours.stored(WEEKS[number % len(WEEKS)]),
    }
    made = service.make_centre(region=region, name=f"Låtsaslärcentrum {seat.name}", municipality_code=code, **facts)
    _furnish(region, made, number)
    service.add_closure(region=region, centre=made, first=_christmas(), last=_christmas() + timedelta(days=9), reason="Jul och nyår")
    service.publish_centre(region=region, centre=made, published=True)
    if number % 2 == 0:
        answers = {
            key: (quality.Answer.NO if place == number + 1 else quality.Answer.YES, "") for place, key in enumerate(quality.STANDARD)
        }
        quality.keep_check(region=region, centre=made, answers=answers, actor=None, done_on=today() - timedelta(days=60 + number * 70))
    return made


def _of_register(region: Region, organisation: Organisation, places: Sequence[str]) -> LearningCentre:
    """One that waits for its manager: made from the register, and not published yet."""
    code = organisation.municipality_code or places[0]
    return service.make_centre(
        region=region, name=organisation.name, municipality_code=code, organisation=organisation, **known_of(organisation)
    )


def _furnish(region: Region, centre: LearningCentre, number: int) -> None:
    for name, kind, size, note in (
        ("Läsesalen", RoomKind.STUDY, 12, ""),
        ("Videorummet", RoomKind.VIDEO, 6, "Skärm, kamera och hörslinga"),
        ("Tentamenssalen", RoomKind.EXAM, 10 + number, "Enskilda bord"),
    ):
        facts = {"name": name, "kind": kind, "seats": size, "note": note, "is_accessible": number % 2 == 0}
        rooms.save_room(region=region, centre=centre, room=None, facts=facts)
    for name, amount, bookable in (("Bärbar dator", 6, True), ("Konferenskamera", 1, True), ("Skrivare", 1, False)):
        rooms.save_equipment(region=region, centre=centre, equipment=None, facts={"name": name, "amount": amount, "is_bookable": bookable})


def _course(region: Region, centres: Sequence[LearningCentre], number: int, row: tuple[Any, ...], day: date) -> None:
    title, form, level, points, unit, pace, sessions, exams, weeks, groups = row
    starts = day + timedelta(days=50 + 21 * number)
    owner = centres[number % len(centres)]
    facts = {
        "title": title,
        "description": "Du läser hemifrån och på lärcentrumet. Träffar och tentamen sker på plats.\n\nDet här är en påhittad kurs.",
        "provider_name": "Exempelskolan" if number % 2 else owner.name,
        "url": f"https://exempelskolan.{region.slug}.demo.samkraft.example/",
        "school_form": form,
        "level": level,
        "credits": float(points),
        "credits_unit": unit,
        "pace": float(pace),
        "starts_on": starts,
        "ends_on": starts + timedelta(weeks=weeks),
        "apply_by": starts - timedelta(days=28),
        "language": "swe",
        "sessions": sessions,
        "exams": exams,
        "threshold": 12,
        "seats": 24,
        "occupation_groups": groups,
    }
    course = publishing.make_course(region=region, facts=facts, owner=owner)
    publishing.publish_course(region=region, course=course)
    _received(region, course, [owner, *centres[number + 1 :: 3]])


def _received(region: Region, course: Any, centres: Sequence[LearningCentre]) -> None:
    for centre in {centre.id: centre for centre in centres if centre.is_published}.values():
        facts = {"seats": 8, "sessions": course.sessions, "equipment_text": "Dator finns att låna"}
        publishing.receive(region=region, course=course, centre=centre, facts=facts)


def _in_catalogue(region: Region, day: date) -> list[EducationFacts]:
    """A few occasions of the region's catalogue that are given by distance and begin later on, among the first that it has."""
    found: list[EducationFacts] = []
    for number in range(1, LOOKED_AT):
        facts = catalogue.look_up(region, None, f"training_catalog:event:{number}")
        late = facts is not None and facts.is_distance and facts.starts_on is not None and facts.starts_on > day
        if facts is not None and late and facts.title not in {one.title for one in found}:
            found.append(facts)
            if len(found) == FOLLOWED:
                break
    return found


def _christmas() -> date:
    day = today()
    return date(day.year if day < date(day.year, 12, 24) else day.year + 1, 12, 24)
