"""What a demo region has of meetings: a series over five counties with 300 registrations, or a meeting that is open for registration.

All of it is made up.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import SWEDEN, today
from core.db import db, utcnow
from core.demo.people import DOMAIN
from core.geo.places import municipalities as places
from core.geo.queries import name_of
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.queries import members, municipalities
from plugins.meeting_places.attendance import lists
from plugins.meeting_places.attendance.models import Source
from plugins.meeting_places.attendance.service import confirm
from plugins.meeting_places.demo_shared import exchange_questions, show_solutions
from plugins.meeting_places.feedback import service as feedback
from plugins.meeting_places.feedback.models import InWork
from plugins.meeting_places.meetings import service as meetings
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode
from plugins.meeting_places.registration.keys import person_key
from plugins.meeting_places.registration.links import new_link
from plugins.meeting_places.registration.models import Registration, RegistrationStatus
from plugins.meeting_places.roles import ROLES
from plugins.meeting_places.series import service as series
from plugins.meeting_places.series.models import Theme
from plugins.meeting_places.times import moment

if TYPE_CHECKING:
    from core.regions.models import Region

COUNTIES = ("01", "03", "04", "18", "19")
FIRST = ("Alva", "Bo", "Cleo", "Dani", "Elis", "Freja", "Gry", "Hugo", "Ida", "Jon", "Kim", "Liv", "Mio", "Noa", "Olle")
LAST = ("Demo", "Exempel", "Fiktiv", "Låtsas", "Påhitt", "Prov", "Test")
PEOPLE = 240  # fewer than registrations: some are at several meetings
KINDS = (
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.EDUCATION_PROVIDER,
    OrganisationKind.AGENCY,
    OrganisationKind.REGION,
    OrganisationKind.EMPLOYER,
)
THEMES = ("Vägledning", "Validering", "Språk i arbetet", "Handledning")
AIM = (
    "Vägledare, lärare och de som ordnar arbete lär av varandra över länsgränserna.\n\nVarje möte har ett tema, en föreläsning och samtal "
    "i små grupper. Materialet finns kvar efteråt."
)


def seed(region: Region) -> None:
    """Make it, once. Run again it adds nothing."""
    if db.session.execute(select(Meeting.id).where(Meeting.region_id == region.id).limit(1)).first():
        return
    codes = [each.code for each in municipalities(region)]
    if not codes:
        return
    owner = register_organisation(
        name=f"Exempelförbundet {region.name}", region=region, kind=OrganisationKind.REGION, municipality_code=codes[0]
    )
    themes = [series.save_theme(region=region, name=name) for name in THEMES]
    if members(region):
        _over_counties(region, owner, themes)
    else:
        _open_meeting(region, owner, themes, codes[0])
        show_solutions(region, themes, codes)


def _day(days: int, hour: int) -> datetime:
    day = today() + timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return moment(day, time(hour))


def _facts(title: str, starts_at: datetime, hours: int, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "description": "Ett påhittat möte som visar hur en lärkonferens kan se ut.\n\nFör alla som vägleder, undervisar eller rekryterar.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours),
        "certified_hours": float(hours),
        **more,
    }


def _programme(region: Region, meeting: Meeting) -> None:
    start = meeting.starts_at
    parts = (
        ("Välkommen och inledning", 0, 30, "", "Stora rummet", "Alva Demo"),
        ("Samtal som öppnar", 30, 90, "Spår A", "Rum A", "Bo Exempel, Cleo Fiktiv"),
        ("Så går validering till", 30, 90, "Spår B", "Rum B", "Dani Påhitt"),
        ("Gemensam avslutning", 90, 120, "", "Stora rummet", ""),
    )
    for title, first, last, track, room, speakers in parts:
        span = {"starts_at": start + timedelta(minutes=first), "ends_at": start + timedelta(minutes=last)}
        facts = {"title": title, "track": track, "room": room, "speakers": speakers, **span}
        meetings.save_part(region=region, meeting=meeting, part=None, facts=facts)


def _open_meeting(region: Region, owner: Organisation, themes: list[Theme], code: str) -> None:
    facts = _facts(
        "Lärande på riktigt: praktik och handledning",
        _day(24, 9),
        3,
        mode=MeetingMode.BOTH,
        place="Exempelsalen, Storgatan 1",
        municipality_code=code,
        seats_on_site=20,
        link_minutes=30,
    )
    meeting = meetings.make(
        region=region, organisation=owner, facts=facts, themes=[themes[3].id], join_link="https://moten.samkraft.example/demo"
    )
    _programme(region, meeting)
    meetings.publish(region=region, meeting=meeting)
    for number in range(23):
        mode = MeetingMode.ON_SITE if number < 22 else MeetingMode.DIGITAL
        _person(meeting, number, [code], mode=mode, waits=20 <= number < 22)
    db.session.flush()


def _over_counties(region: Region, owner: Organisation, themes: list[Theme]) -> None:
    codes = [each.code for each in places().values() if each.code[:2] in COUNTIES]
    place = series.make(
        region=region,
        organisation=owner,
        title="Lärkonferenser över fem län",
        aim=AIM,
        themes=[themes[0].id],
        counties=COUNTIES,
    )
    series.publish(region=region, series=place)
    wanted = (
        ("Vägledning som räcker hela vägen", -62, 80, 0, themes[0]),
        ("Validering i vardagen", -8, 120, 60, themes[1]),
        ("Språk och yrke på samma gång", 20, 100, 140, themes[2]),
    )
    for title, days, people, first, theme in wanted:
        starts_at = _day(days, 13)
        facts = _facts(title, starts_at, 2, series_id=place.id, access=Access.OPEN, link_minutes=30)
        meeting = meetings.make(
            region=region, organisation=owner, facts=facts, themes=[theme.id], join_link="https://moten.samkraft.example/demo"
        )
        _programme(region, meeting)
        meetings.publish(region=region, meeting=meeting)
        there = [_person(meeting, (first + number) % PEOPLE, codes) for number in range(people)]
        db.session.flush()
        if days < 0:
            _held(region, meeting, there, from_file=days > -30)


def _person(
    meeting: Meeting, number: int, codes: list[str], *, mode: MeetingMode = MeetingMode.DIGITAL, waits: bool = False
) -> Registration:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    code = codes[number * 7 % len(codes)]
    email = f"deltagare{number}@{DOMAIN}"
    made = Registration(
        region_id=meeting.region_id,
        meeting_id=meeting.id,
        name=f"{first} {last}",
        email=email,
        person_key=person_key(email),
        organisation_name=f"Exempelverksamheten i {name_of(code)}",
        organisation_kind=KINDS[number % len(KINDS)],
        municipality_code=code,
        role=list(ROLES)[number % len(ROLES)],
        mode=mode,
        status=RegistrationStatus.WAITING if waits else RegistrationStatus.REGISTERED,
        status_at=utcnow(),
        consent_at=utcnow(),
    )
    new_link(made)
    db.session.add(made)
    return made


def _held(region: Region, meeting: Meeting, there: list[Registration], *, from_file: bool) -> None:
    """Who was there: noted by hand, or read from a list like those of meeting tools, with rows twice and somebody unknown."""
    came = [each for number, each in enumerate(there) if number % 6]
    if from_file:
        lines = ["Namn;E-post;Join time;Leave time"]
        for number, each in enumerate(came):
            lines.append(f"{each.name};{each.email};{_times(meeting, 0, 50 if number % 9 == 0 else 118)}")
            if number % 9 == 0:
                lines.append(f"{each.name};{each.email};{_times(meeting, 40, 70)}")
        lines.append(f"Okänd Gäst;gast@{DOMAIN};{_times(meeting, 5, 60)}")
        found = lists.read(region=region, meeting=meeting, name="deltagare.csv", content="\n".join(lines).encode())
        lists.apply(region=region, meeting=meeting, found=found)
        _asked(region, meeting, came)
        exchange_questions(region, meeting, came)
    else:
        for each in came:
            confirm(region=region, meeting=meeting, registration=each, source=Source.ORGANISER)
        meetings.set_materials(
            region=region, meeting=meeting, materials=[{"title": "Bilder från mötet", "url": "https://material.samkraft.example/demo"}]
        )


def _asked(region: Region, meeting: Meeting, came: list[Registration]) -> None:
    feedback.ask(region=region, meeting=meeting)
    for number, each in enumerate(came[:24]):
        feedback.answer(
            region=region,
            meeting=meeting,
            registration=each,
            useful=5 - number % 3,
            in_work=list(InWork)[number % 3 if number % 2 else 0],
            more="Mer tid för samtal i små grupper." if number % 8 == 0 else "",
            answers=[],
        )


def _times(meeting: Meeting, first: int, last: int) -> str:
    moments = (meeting.starts_at + timedelta(minutes=each) for each in (first, last))
    return ";".join(each.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M:%S") for each in moments)
