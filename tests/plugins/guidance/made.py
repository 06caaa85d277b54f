"""Rows for the tests of guidance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.db import db, utcnow
from core.organisations.models import Organisation
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from core.users.models import User
from plugins.guidance.adapted import service as adapted
from plugins.guidance.adapted.models import AdaptedNeed, Checklist
from plugins.guidance.employers import service as employers
from plugins.guidance.employers.models import EmployerProfile, OpenHouse, ProfileStatus
from plugins.guidance.modules import progress
from plugins.guidance.modules import service as modules
from plugins.guidance.modules.models import Module, ModuleStatus, ModuleStep, StepKind
from plugins.guidance.prospects.models import Horizon, Prospect
from plugins.guidance.texts import service
from plugins.guidance.texts.models import GuidanceText
from plugins.guidance.visits import service as visits
from plugins.guidance.visits.models import Visit, VisitBooking, VisitKind

GROUP = "5321"


def a_text(region: Region, **facts: Any) -> GuidanceText:
    """An easy text in Swedish on assistant nurses."""
    values = {
        "occupation_group": GROUP,
        "municipality_code": None,
        "language": "sv",
        "is_easy": True,
        "text": "Du hjälper människor.",
        **facts,
    }
    return service.save_text(region=region, text=None, facts=values)


def a_need(region: Region, **facts: Any) -> AdaptedNeed:
    """A need of the region's own."""
    values = {"title": "Lugn miljö", "title_en": "", "text": "Fråga skolan.", "text_en": "", "fits": [], "checklist": "", **facts}
    return adapted.save_need(region=region, row=None, code="", facts=values)


def a_checklist(region: Region, *steps: str, **facts: Any) -> Checklist:
    """A check-list of the region's own, with steps."""
    made = adapted.save_list(region=region, row=None, facts={"title": "Börja hos oss", "intro": "För alla.", "is_general": False, **facts})
    for title in steps or ("Ring oss",):
        values = {"title": title, "why": "Så vet du mer.", "who": "Vi", "link": "CSN", "url": "https://www.csn.se", "time": "", "easy": ""}
        adapted.save_step(region=region, row=made, step=None, facts=values)
    return made


def a_prospect(region: Region, **facts: Any) -> Prospect:
    """A forecast for five years, for the whole country."""
    values = {"occupation_group": GROUP, "horizon": Horizon.FIVE_YEARS, "rating": 5, "source": "Exempelmyndigheten",
              "published_on": date(2026, 6, 30), **facts}  # fmt: skip
    made = Prospect(region_id=region.id, **values)
    db.session.add(made)
    db.session.flush()
    return made


def an_employer(region: Region, name: str = "Exempelverken AB") -> Organisation:
    """An employer in the region's first municipality."""
    return register_organisation(name=name, region=region, municipality_code=municipalities(region)[0].code)


def a_profile(region: Region, *, shown: bool = True, name: str = "Exempelverken AB", **facts: Any) -> EmployerProfile:
    """A profile of an employer of its own."""
    values = {"municipality_code": None, "about": "Vi bygger.", "story": "", "url": "", "occupation_groups": [GROUP], **facts}
    made = employers.save_profile(region=region, profile=None, organisation=an_employer(region, name), facts=values)
    made.status = ProfileStatus.PUBLISHED if shown else ProfileStatus.DRAFT
    db.session.flush()
    return made


def an_open_house(region: Region, profile: EmployerProfile, days: int = 10) -> OpenHouse:
    """An open house day to come."""
    facts = {"starts_at": utcnow() + timedelta(days=days), "place": "Porten", "text": "", "url": ""}
    return employers.add_day(region=region, profile=profile, facts=facts)


def a_visit(region: Region, employer: Organisation | None = None, **facts: Any) -> Visit:
    """A study visit in ten days, for twenty."""
    starts = utcnow() + timedelta(days=10)
    values = {
        "title": "Se verkstaden", "kind": VisitKind.VISIT, "starts_at": starts, "ends_at": starts + timedelta(hours=2), "place": "Porten",
        "municipality_code": municipalities(region)[0].code, "seats": 20, "ages": "", "about": "", "occupation_groups": [],
        "needs_answer": False, **facts,
    }  # fmt: skip
    return visits.save_visit(
        region=region, visit=None, organisation=employer or an_employer(region, f"Verken {values['title']}"), facts=values
    )


def a_booking(region: Region, visit: Visit, user: User | None = None, **facts: Any) -> VisitBooking:
    """Ten from a school."""
    values = {"school": "Exempelskolan 8B", "people": 10, "contact_name": "Demo Lärare", "contact_email": "larare@test.samkraft.example",
              "note": "", **facts}  # fmt: skip
    return visits.book(region=region, visit=visit, user=user, facts=values)


def a_module(region: Region, *, steps: int = 2, status: ModuleStatus = ModuleStatus.PUBLISHED, **facts: Any) -> Module:
    """A module with steps to read, which is open."""
    values = {"title": "Möt den som vill byta yrke", "aim": "Du kan lägga upp ett samtal.", "roles": [], "hours": 1.5, "themes": ["samtal"],
              "focus_ref": "", "focus_title": "", **facts}  # fmt: skip
    made = modules.save_module(region=region, module=None, facts=values)
    for number in range(steps):
        a_step(region, made, title=f"Steg {number + 1}")
    if status is not ModuleStatus.DRAFT:
        modules.move_module(region=region, module=made, to=ModuleStatus.PUBLISHED)
    if status is ModuleStatus.ARCHIVED:
        modules.move_module(region=region, module=made, to=status)
    return made


def a_step(region: Region, module: Module, kind: StepKind = StepKind.TEXT, **facts: Any) -> ModuleStep:
    """A step at the end of a module."""
    values = {"kind": kind, "title": "Ett steg", "text": "Läs **det här**.", **facts}
    return modules.save_step(region=region, module=module, step=None, facts=values)


def done(region: Region, user: User, module: Module, *steps: ModuleStep) -> None:
    """Somebody has done steps."""
    progress.begin(region=region, user_id=user.id, module=module)
    for step in steps:
        progress.mark_done(region=region, user_id=user.id, module=module, step=step)
