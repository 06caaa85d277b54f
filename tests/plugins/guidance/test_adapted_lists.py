"""Check-lists: the ready-made and the region's own, languages, easy to read, on paper, hidden, edited, and kept on a shortlist."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.errors import Conflict
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.adapted import lists, service
from plugins.guidance.adapted.models import Checklist, ChecklistStep
from plugins.guidance.workspace.models import ShortlistItem
from tests.core.documents.pdf_reader import Pdf

from .made import a_checklist

BASE = "/r/norr/guidance"
READY = f"{BASE}/checklists/ekonomi"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


@pytest.fixture
def counsellor(make: Factory, region: Region, browser: Browser) -> Browser:
    return browser.sign_in(make.user(region, "guidance_counsellor"))


def test_a_ready_made_list_is_for_everybody_and_says_that_ticks_are_not_stored(region: Region, browser: Browser) -> None:
    text = browser.get(READY).text
    assert "Ekonomi under studierna (CSN)" in text
    assert "Dina kryss sparas inte någonstans." in text
    main = browser.page.split("<article", 1)[1].split("</article", 1)[0]
    assert main.count('type="checkbox"') == 6
    assert " name=" not in main
    assert "<form" not in main
    english = browser.get(f"{READY}?language=en").page
    assert 'lang="en" dir="ltr">Money while studying (CSN)' in english
    assert browser.get(f"{READY}?language=xx").text.count("Ekonomi under studierna (CSN)") >= 1
    assert browser.get(f"{BASE}/checklists/finns-inte").status == 404
    labels = [label for _address, label in browser.get(f"{BASE}/adapted").links]
    assert "Ny i Sverige: från första samtalet till utbildning" in labels


def test_easy_to_read(region: Region, browser: Browser) -> None:
    text = browser.get(f"{READY}?form=easy").text
    assert "Du måste studera minst halva tiden." in text
    assert "För studiemedel krävs minst halvtid" not in text
    assert "Here you get help: CSN." not in text
    assert "Här får du hjälp: CSN." in text


def pdf(browser: Browser, address: str) -> Pdf:
    answer = browser.client.get(address)
    assert answer.mimetype == "application/pdf"
    return Pdf(answer.data)


def test_on_paper_it_is_tagged_and_has_boxes(make: Factory, region: Region, browser: Browser) -> None:
    made = pdf(browser, f"{READY}.pdf")
    assert b"/Marked true" in made.text_of_objects
    assert b"/Lang(sv)" in made.text_of_objects
    assert made.tags()["H1"] == 6
    text = made.words()
    assert "☐ 1. Kontrollera att utbildningen ger rätt till studiestöd" in text
    assert "Vem hjälper dig: CSN" in text
    assert "https://www.csn.se" in text
    assert "Du måste studera minst halva tiden." in pdf(browser, f"{READY}.pdf?form=easy").words()
    with make.inside(region), atomic():
        listed = a_checklist(region)
        for language, title in (("ar", "قائمة"), ("fa", "چک لیست")):
            row = service.own_list(region=region, code=listed.code, language=language)
            service.save_list(region=region, row=row, facts={"title": title, "intro": ""})
    own = f"{BASE}/checklists/borja-hos-oss"
    assert b"/Lang(ar)" in pdf(browser, f"{own}.pdf?language=ar").text_of_objects
    assert browser.client.get(f"{own}.pdf?language=fa").status_code == 302
    assert "Skriv ut som PDF" not in browser.get(f"{own}?language=fa").text  # its letters cannot be set
    assert 'lang="fa" dir="rtl"' in browser.page


def test_the_region_makes_a_copy_changes_it_and_goes_back(make: Factory, region: Region, counsellor: Browser) -> None:
    counsellor.get(f"{BASE}/adapted/lists/ekonomi/sv").submit(to=f"{BASE}/adapted/lists/ekonomi/own", having=None)
    assert "Här är kopian." in counsellor.text
    counsellor.submit(having="title", title="Pengar hos oss", intro="Vår text.")
    counsellor.get(f"{BASE}/adapted/lists/ekonomi/sv/steps/new").submit(having="title", title="Ring kommunen", url="inte en adress")
    assert counsellor.status == 422
    assert "Ring kommunen" in counsellor.page
    counsellor.submit(having="title", url="www.exempel.se")
    text = counsellor.get(READY).page
    assert "Pengar hos oss" in text
    assert "https://www.exempel.se" in text
    assert "Översättningen är av den tidigare texten" in counsellor.get(f"{READY}?language=en").text
    make.forget()
    with make.inside(region), atomic():
        row = lists.own_row(region, "ekonomi", "sv")
        steps = lists.own_steps(row)
        assert [each.title for each in steps][-2:] == ["Säg till när något ändras", "Ring kommunen"]
        service.move_step(region=region, row=row, step=steps[-1], move="up")
        service.move_step(region=region, row=row, step=steps[0], move="remove")
        assert [each.title for each in lists.own_steps(row)][-2:] == ["Ring kommunen", "Säg till när något ändras"]
        with pytest.raises(Conflict):
            service.own_list(region=region, code="ekonomi", language="sv")
        service.remove_list(region=region, row=row)
        assert lists.checklist(region, "ekonomi", "sv").title == "Ekonomi under studierna (CSN)"
        assert db.session.execute(select(ChecklistStep)).scalars().all() == []
        actions = set(db.session.execute(select(AuditEntry.action)).scalars())
    assert actions >= {
        "guidance.checklist.saved", "guidance.checklist_step.saved", "guidance.checklist_step.moved", "guidance.checklist_step.removed",
        "guidance.checklist.removed",
    }  # fmt: skip


def test_a_hidden_list_is_not_found_and_comes_back(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        service.arrange(region=region, kind="lists", code="ekonomi", move="hide")
    assert browser.get(READY).status == 404
    assert browser.get(f"{READY}.pdf").status == 404
    assert "Ekonomi under studierna" not in browser.get(f"{BASE}/adapted").text
    browser.sign_in(make.user(region, "guidance_counsellor"))
    assert browser.get(READY).status == 404
    assert "Ekonomi under studierna" in browser.get(f"{BASE}/adapted/edit").text
    with make.inside(region), atomic():
        service.arrange(region=region, kind="lists", code="ekonomi", move="show")
        assert db.session.execute(select(Checklist.title)).scalar_one() == ""  # the ready-made text still holds
    assert browser.get(READY).status == 200


def test_an_own_list_goes_with_its_translations_and_never_to_another_region(make: Factory, region: Region, browser: Browser) -> None:
    other = make.region("soder", plugins=["guidance"], municipalities=["1280"])
    with make.inside(region), atomic():
        made = a_checklist(region, "Ring oss", "Kom hit")
        service.own_list(region=region, code=made.code, language="uk")
        assert lists.checklist(region, made.code, "uk").languages == ["sv", "uk"]
    assert browser.get(f"{BASE}/checklists/{made.code}?language=uk").status == 200
    assert browser.get(f"/r/{other.slug}/guidance/checklists/{made.code}").status == 404
    with make.inside(region), atomic():
        service.remove_list(region=region, row=lists.own_row(region, made.code, "sv"))
        assert db.session.execute(select(Checklist)).scalars().all() == []
    assert browser.get(f"{BASE}/checklists/{made.code}").status == 404


def test_two_who_change_the_same_step(make: Factory, region: Region, counsellor: Browser) -> None:
    with make.inside(region), atomic():
        step = lists.own_steps(a_checklist(region))[0].id
    counsellor.get(f"{BASE}/adapted/steps/{step}")
    with make.inside(region), atomic():
        db.session.execute(select(ChecklistStep)).scalar_one().why = "Någon annans skäl."
    counsellor.submit(having="title", why="Mitt skäl.")
    assert counsellor.status == 409
    assert "Någon annans skäl." in counsellor.text
    assert "Mitt skäl." in counsellor.text
    counsellor.submit(having="title")
    make.forget()
    with make.inside(region):
        assert db.session.execute(select(ChecklistStep.why)).scalar_one() == "Mitt skäl."


def test_a_list_is_put_on_a_counsellor_s_shortlist(make: Factory, region: Region, counsellor: Browser) -> None:
    counsellor.get(READY).submit(to=f"{BASE}/lists/keep")
    assert "Sparat i listan" in counsellor.text
    make.forget()
    with make.inside(region):
        kept = db.session.execute(select(ShortlistItem)).scalar_one()
        assert kept.title == "Ekonomi under studierna (CSN)"
        assert kept.url.startswith("/r/norr/guidance/checklists/ekonomi")


def test_as_many_queries_for_one_as_for_thirty(make: Factory, region: Region, browser: Browser) -> None:
    def asked(address: str) -> int:
        make.forget()
        counted: list[str] = []
        engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda *a: counted.append(a[2]))
        assert browser.get(address).status == 200
        return len(counted)

    with make.inside(region), atomic():
        made = a_checklist(region)
    pages = (f"{BASE}/adapted", f"{BASE}/checklists/{made.code}", f"{BASE}/occupations/5321?need=evening")
    few = [asked(each) for each in pages]
    with make.inside(region), atomic():
        row = lists.own_row(region, made.code, "sv")
        for number in range(29):
            service.save_step(region=region, row=row, step=None, facts={"title": f"Steg {number}"})
            a_checklist(region, title=f"Lista {number}", is_general=True)
    assert [asked(each) for each in pages] == few


def test_only_those_who_may_edit(make: Factory, region: Region, browser: Browser) -> None:
    assert browser.client.get(f"{BASE}/adapted/edit").status_code in (302, 401)
    browser.sign_in(make.user(region, "employer_representative"))
    for page in ("edit", "needs/new", "needs/evening", "lists/new", "lists/ekonomi/sv"):
        assert browser.get(f"{BASE}/adapted/{page}").status == 403
