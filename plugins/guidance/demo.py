"""What a demo region has: texts, forecasts, employers that show themselves, and visits. All of it is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.queries import municipalities
from plugins.guidance.adapted import service as adapted
from plugins.guidance.adapted.lists import own_steps
from plugins.guidance.employers import service as employers
from plugins.guidance.employers.models import ProfileStatus
from plugins.guidance.fields import moment
from plugins.guidance.modules import demo as modules
from plugins.guidance.prospects.models import Horizon, Prospect
from plugins.guidance.texts import service as texts
from plugins.guidance.visits import service as visits
from plugins.guidance.visits.models import VisitKind

if TYPE_CHECKING:
    from core.regions.models import Region

SOURCE = "Demoprognosen"
# Occupation group, and how it looks in one and in five years.
PROSPECTS: Sequence[tuple[str, int, int]] = (
    ("5321", 4, 5), ("5330", 4, 4), ("5311", 3, 4), ("7212", 4, 4), ("2221", 5, 5), ("3313", 2, 2), ("8332", 4, 3), ("7411", 4, 5),
)  # fmt: skip
EASY = "Du hjälper människor som behöver vård.\nDu arbetar tillsammans med andra.\nIbland arbetar du på kvällen eller natten."
ARABIC = "الممرّض المساعد يساعد المرضى وكبار السن في حياتهم اليومية."
PROFILES: Sequence[tuple[str, list[str], str]] = (
    (
        "Vi tar hand om människor varje dag. Hos oss får du en handledare de första veckorna.",
        ["5321", "5330"],
        "Jag kom hit på praktik och blev kvar.",
    ),
    ("Vi bygger och lagar maskiner. En vanlig dag svetsar du, mäter och löser problem.", ["7212"], ""),
    ("Vi är en förskola mitt i byn. Hos oss är du ute mycket.", ["5311"], "Det bästa är att ingen dag är den andra lik."),
)  # fmt: skip

CENTRE_STEPS = (
    ("Hälsa på hos lärcentrumet", "Du får se rummen och träffa dem som hjälper till.", "Lärcentrumet", "Gå dit och titta."),
    ("Gör en plan med vägledaren", "Då vet du vad du ska läsa, och när.", "Vägledaren i kommunen", "Gör en plan med vägledaren."),
    ("Boka din studieplats", "Där finns bord, dator och någon att fråga.", "Lärcentrumet", "Boka en plats att sitta på."),
)
CENTRE_STEPS_ARABIC = (
    ("قم بزيارة مركز التعلم", "سترى الغرف وتلتقي بمن يساعدونك.", "مركز التعلم"),
    ("ضع خطة مع المرشد", "هكذا تعرف ماذا ستدرس ومتى.", "المرشد في البلدية"),
    ("احجز مكان الدراسة", "هناك طاولة وحاسوب وشخص يمكنك سؤاله.", "مركز التعلم"),
)


def seed(region: Region) -> None:
    """Make it, once. Run again it adds nothing."""
    if db.session.execute(select(Prospect.id).where(Prospect.region_id == region.id).limit(1)).first():
        return
    for group, one, five in PROSPECTS:
        for horizon, rating in ((Horizon.ONE_YEAR, one), (Horizon.FIVE_YEARS, five)):
            day = today() - timedelta(days=140)
            db.session.add(
                Prospect(region_id=region.id, occupation_group=group, horizon=horizon, rating=rating, source=SOURCE, published_on=day)
            )
    for language, is_easy, text in (("sv", True, EASY), ("ar", False, ARABIC)):
        facts = {"occupation_group": "5321", "municipality_code": None, "language": language, "is_easy": is_easy, "text": text}
        texts.save_text(region=region, text=None, facts=facts)
    _adapted(region)
    places = [each.code for each in municipalities(region)]
    for number, employer in enumerate(_employers(region)):
        _employer(region, employer, places[number % len(places)], number)
    modules.seed(region)


def _adapted(region: Region) -> None:
    """A need and a check-list of the region's own, the list also in Arabic."""
    need = {"title": "Lugn miljö", "title_en": "Calm surroundings", "text": "Fråga lärcentrumet efter ett eget rum.", "text_en": "",
            "fits": [], "checklist": ""}  # fmt: skip
    adapted.save_need(region=region, row=None, code="", facts=need)
    facts = {"title": "Börja läsa på lärcentrum", "intro": "För dig som vill studera nära hemmet.", "is_general": True}
    made = adapted.save_list(region=region, row=None, facts=facts)
    for title, why, who, easy in CENTRE_STEPS:
        facts = {"title": title, "why": why, "who": who, "easy": easy, "link": "", "url": "", "time": ""}
        adapted.save_step(region=region, row=made, step=None, facts=facts)
    arabic = adapted.own_list(region=region, code=made.code, language="ar")
    adapted.save_list(region=region, row=arabic, facts={"title": "ابدأ الدراسة في مركز التعلم", "intro": "لمن يريد أن يدرس قريبا من بيته."})
    for step, (title, why, who) in zip(own_steps(arabic), CENTRE_STEPS_ARABIC, strict=True):
        facts = {"title": title, "why": why, "who": who, "easy": "", "link": "", "url": "", "time": ""}
        adapted.save_step(region=region, row=arabic, step=step, facts=facts)


def _employers(region: Region) -> Sequence[Organisation]:
    wanted = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.kind == OrganisationKind.EMPLOYER)
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(len(PROFILES))
    )
    return db.session.execute(wanted).scalars().all()


def _employer(region: Region, employer: Organisation, place: str, number: int) -> None:
    about, groups, story = PROFILES[number]
    facts: dict[str, Any] = {"municipality_code": place, "about": about, "story": story, "url": "", "occupation_groups": groups}
    profile = employers.save_profile(region=region, profile=None, organisation=employer, facts=facts)
    profile.status = ProfileStatus.PUBLISHED if number else ProfileStatus.WAITING
    day = today() + timedelta(days=20 + 7 * number)
    employers.add_day(
        region=region,
        profile=profile,
        facts={"starts_at": moment(day, "16:00"), "place": "Huvudentrén", "text": "Kom och se hur vi arbetar.", "url": ""},
    )
    visit = visits.save_visit(
        region=region,
        visit=None,
        organisation=employer,
        facts={
            "title": "Se hur vi arbetar",
            "kind": VisitKind.VISIT if number else VisitKind.PRACTICE,
            "starts_at": moment(day + timedelta(days=3), "09:00"),
            "ends_at": moment(day + timedelta(days=3), "11:30"),
            "place": "Huvudentrén",
            "municipality_code": place,
            "seats": 24,
            "ages": "Årskurs 8 och 9",
            "about": "Ni får gå runt, prova ett moment och fråga dem som arbetar här.",
            "occupation_groups": groups,
            "needs_answer": not number,
        },
    )
    booking = {
        "school": "Demoskolan 8B",
        "people": 22,
        "contact_name": "Demo Lärare",
        "contact_email": f"larare@{region.slug}.demo.samkraft.example",
        "note": "",
    }
    if number == 1:
        visits.book(region=region, visit=visit, user=None, facts=booking)
