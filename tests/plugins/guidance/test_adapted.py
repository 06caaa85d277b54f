"""Needs and what fits them: merging, order, wording, addresses, and that nothing is kept of what somebody chose."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.plugins import FITS, GuidanceItem, GuidanceSection
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.adapted import needs, service
from plugins.guidance.adapted.fitting import fit
from plugins.guidance.adapted.models import AdaptedNeed
from plugins.guidance.adapted.needs import Need
from plugins.guidance.adapted.ready_made import ready_lists, ready_needs
from plugins.guidance.adapted.words import FITS as WORDS
from plugins.guidance.adapted.words import sentences
from tests.plugins.distance_learning.made import a_centre, a_course

from .made import GROUP, a_need

HERE, THERE = "2417", "2482"
BASE = "/r/norr/guidance"
AT = f"{BASE}/occupations/{GROUP}"

DISTANCE = Need("distance", "På distans", "", ["distance"], "")
EVENING = Need("evening", "På kvällar", "", ["evening"], "")
READING = Need("reading", "Stöd med läsning", "Fråga skolan.", [], "funktionsnedsattning")


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance", "distance_learning"], municipalities=[HERE, THERE])


def test_the_ready_made_set_holds_together() -> None:
    assert len(ready_needs()) >= 12
    assert {code for need in ready_needs().values() for code in need.fits} == set(FITS)
    assert set(WORDS) == set(FITS)
    assert {need.checklist for need in ready_needs().values()} - {""} <= set(ready_lists())
    for each in ready_lists().values():
        for steps in each.steps.values():
            assert all(step.title and step.why and step.who and step.easy and step.url.startswith("https://") for step in steps), each.code
        swedish, english = each.steps["sv"], each.steps["en"]
        for one, other in zip(swedish, english, strict=True):
            assert (one.title, one.why, one.easy) != (other.title, other.why, other.easy)
            assert one.url == other.url


def test_what_fits_comes_first_and_what_is_not_known_is_said() -> None:
    sections = [
        GuidanceSection("needed", "Behov", ["Fem behövs."]),
        GuidanceSection("ways", "Kurser", (), [GuidanceItem("På plats", lacks=["distance"]), GuidanceItem("Okänd"),
                                               GuidanceItem("Båda", fits=["distance", "evening"])]),
        GuidanceSection("ways", "Lärcentrum", (), [GuidanceItem("Norrgården", fits=["near"])]),
        GuidanceSection("role", "Roll", (), [GuidanceItem("Krav", fits=["validation"])]),
    ]  # fmt: skip
    found = fit(sections, [DISTANCE, EVENING, READING])
    assert [each.title for each in found.sections] == ["Behov", "Kurser", "Lärcentrum", "Roll"]
    lines = {item.title: sentences(item) for section in found.sections for item in section.items}
    assert list(lines) == ["Båda", "Okänd", "På plats", "Norrgården", "Krav"]  # nothing is hidden
    assert lines["Båda"] == ["Passar: på distans; på kvällar."]
    assert lines["På plats"] == ["Passar inte: på distans.", "Framgår inte: på kvällar."]
    assert lines["Okänd"] == ["Framgår inte: på distans; på kvällar."]
    assert lines["Krav"] == []  # a requirement is no way to be followed by distance
    assert (found.whole, found.ways, list(found.untold)) == (1, 4, [READING])


def test_sections_with_what_fits_come_first_within_their_kind() -> None:
    sections = [
        GuidanceSection("ways", "Utan", (), [GuidanceItem("A")]),
        GuidanceSection("ways", "Med", (), [GuidanceItem("B", fits=["distance"])]),
        GuidanceSection("prospects", "Prognos", (), [GuidanceItem("C")]),
    ]
    assert [each.title for each in fit(sections, [DISTANCE]).sections] == ["Med", "Utan", "Prognos"]
    assert fit(sections, []).sections is sections
    assert [each.title for each in fit(sections, [READING]).sections] == ["Utan", "Med", "Prognos"]


def test_the_region_changes_hides_moves_and_adds(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        first, second = [each.code for each in needs.needs(region)][:2]
        own = a_need(region, title="Lugn miljö", fits=["support"])
        service.arrange(region=region, kind="needs", code="evening", move="hide")
        service.arrange(region=region, kind="needs", code=second, move="up")
        facts = {"title": "Slippa resa", "title_en": "", "text": "Allt på nätet.", "text_en": "", "fits": ["distance"], "checklist": ""}
        row = needs.need_row(region, "distance")
        service.save_need(region=region, row=row, code="distance", facts=facts)
        shown = {each.code: each for each in needs.needs(region)}
        assert list(shown)[:2] == [second, first]
        assert list(shown)[-1] == own.code == "lugn-miljo"
        assert "evening" not in shown
        assert shown["distance"].title == "Slippa resa"
        assert shown["distance"].is_own
        service.remove_need(region=region, row=db.session.execute(select(AdaptedNeed).where(AdaptedNeed.code == "distance")).scalar_one())
        assert {each.code: each for each in needs.needs(region)}["distance"].title == "På distans"
        service.arrange(region=region, kind="needs", code="evening", move="show")
        assert "evening" in {each.code for each in needs.needs(region)}
        actions = db.session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars().all()
    assert [each for each in actions if each.startswith("guidance.")] == [
        "guidance.need.saved", "guidance.adapted.arranged", "guidance.adapted.arranged", "guidance.need.saved", "guidance.need.removed",
        "guidance.adapted.arranged",
    ]  # fmt: skip


def test_what_a_way_offers_comes_from_the_other_parts(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        here = a_centre(region, "Nära", municipality_code=HERE, support_text="Handledare varje dag.")
        there = a_centre(region, "Borta", municipality_code=THERE)
        a_course(region, there, title="Vård A", occupation_groups=[GROUP])
        a_course(region, here, title="Vård B", occupation_groups=[GROUP], pace=50.0)
    plain = browser.get(f"{AT}?municipality={HERE}").text
    assert plain.index("Vård A" if "Vård A" in plain else "Vård B") > 0
    assert "Framgår inte" not in plain
    assert browser.response is not None
    assert "X-Robots-Tag" not in browser.response.headers
    text = browser.get(f"{AT}?municipality={HERE}&need=support&need=part_time&need=nonsense&need=reading").text
    assert "Passar: stöd på lärcentrum; på deltid." in text
    assert "1 av 3 vägar passar det av dina val som uppgifterna säger något om." in text
    assert "passar allt du har valt" not in text
    assert "det säger uppgifterna om vägarna ingenting om" in text
    assert "nonsense" not in [label for _address, label in browser.links]
    assert browser.response.headers["Cache-Control"] == "no-store"
    assert browser.response.headers["X-Robots-Tag"] == "noindex"
    shown = [label for _address, label in browser.links]
    assert "Studera med funktionsnedsättning" in shown  # it tells more of what was chosen
    assert "Ekonomi under studierna (CSN)" in [label for _a, label in browser.get(f"{AT}?need=support").links]
    browser.get(f"{AT}?municipality={HERE}&need=support&need=part_time")
    removal = next(address for address, label in browser.links if "Ta bort" in label and "Stöd på lärcentrum" in label)
    assert "need=support" not in removal
    assert "need=part_time" in removal
    assert f"municipality={HERE}" in removal


def test_choices_follow_from_the_search_and_leave_no_trace(make: Factory, region: Region, browser: Browser) -> None:
    def entries() -> int:
        make.forget()
        return int(db.session.execute(select(func.count()).select_from(AuditEntry)).scalar_one())

    before = entries()
    browser.get(f"{BASE}/?q=usk&need=evening&need=sign_language")
    assert browser.response is not None
    assert browser.response.headers["X-Robots-Tag"] == "noindex"
    links = [address for address, _label in browser.links if "/occupations/" in address]
    assert links
    assert all("need=evening" in each and "need=sign_language" in each for each in links)
    for address in (links[0], f"{AT}?need=evening&form=easy", f"{AT}.pdf?need=evening", f"{BASE}/adapted?need=evening"):
        assert browser.get(address).status == 200
        assert browser.response.headers["X-Robots-Tag"] == "noindex"
        assert browser.response.headers["Cache-Control"] == "no-store"
    assert entries() == before


def test_one_who_is_signed_in_is_not_offered_to_save_what_they_need(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "guidance_counsellor"))
    assert "core/lists" not in browser.get(f"{BASE}/?need=evening").text
    assert "Spara urvalet" not in browser.text


def test_an_edit_meanwhile_keeps_both_texts(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "guidance_counsellor"))
    browser.get(f"{BASE}/adapted/needs/evening")
    with make.inside(region), atomic():
        facts = {"title": "Kväll och helg", "title_en": "", "text": "Andras råd.", "text_en": "", "fits": ["evening"], "checklist": ""}
        service.save_need(region=region, row=None, code="evening", facts=facts)
    browser.submit(having="title", title="Efter jobbet")
    assert browser.status == 409
    assert "Kväll och helg" in browser.text
    assert "Andras råd." in browser.text
    assert "Efter jobbet" in browser.page
    browser.submit(having="title")
    make.forget()
    with make.inside(region):
        assert db.session.execute(select(AdaptedNeed.title)).scalar_one() == "Efter jobbet"


def test_bad_input_says_what_to_do_and_keeps_what_was_typed(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "guidance_counsellor"))
    browser.get(f"{BASE}/adapted/needs/new").submit(having="title", title="  ", text="Mitt råd.")
    assert browser.status == 422
    assert "Skriv vad behovet är." in browser.text
    assert "Mitt råd." in browser.text
    assert browser.get(f"{BASE}/adapted/needs/finns-inte").status == 404
