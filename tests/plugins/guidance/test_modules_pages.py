"""The pages of modules: who may what, what others never see, and forms that lose nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.plugins import FocusArea, hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.statements import statements
from core.users.models import User
from plugins.guidance.modules import document, own, progress, queries
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStatus, ModuleStep, StepKind, StepProgress

from .made import a_module, a_step, done

AT = "/r/norr/guidance/modules"
SECRET = "Hemligt om mig"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


@pytest.fixture
def ada(make: Factory, region: Region) -> User:
    return make.user(region, "guidance_counsellor", name="Ada Vägledare")


@pytest.fixture
def module(make: Factory, region: Region) -> Module:
    with make.inside(region), atomic():
        made = a_module(region, steps=1)
        a_step(region, made, StepKind.LINK, title="Se en film", url="https://exempel.se/film", text="Tolv minuter.")
        a_step(region, made, StepKind.QUESTION, title="Tänk efter", text="Hur gör du i dag?")
    return made


def steps_of(make: Factory, region: Region, module: Module) -> list[int]:
    with make.inside(region):
        return [each.id for each in queries.steps(module)]


def test_a_module_from_beginning_to_end(make: Factory, region: Region, ada: User, module: Module, browser: Browser) -> None:
    browser.sign_in(ada).get(AT)
    assert "Inte börjat" in browser.text
    browser.follow("Möt den som vill byta yrke").submit(to=f"{AT}/{module.id}/begin")
    assert "steg 1 av 3" in browser.text
    assert "<strong>det här</strong>" in browser.page
    first, second, third = steps_of(make, region, module)
    browser.submit(to=f"{AT}/{module.id}/steps/{first}/done")
    assert "Steg 1 är klart. Här är nästa steg." in browser.text
    browser.repeat()  # a double click
    assert ("https://exempel.se/film", "https://exempel.se/film") in browser.links
    browser.get(f"{AT}/{module.id}").follow("Fortsätt med Se en film").submit(to=f"{AT}/{module.id}/steps/{second}/done")
    browser.submit(having="answer", answer="  ")
    assert browser.status == 422
    assert "Skriv något innan du sparar" in browser.text
    browser.submit(having="answer", answer=f"{SECRET}\n<b>")
    assert "Svaret är sparat. Bara du kan läsa det." in browser.text
    assert browser.get(AT).text.count("Klar") >= 1
    browser.get(f"{AT}/mine")
    assert SECRET in browser.text
    assert "1,5" in browser.text
    assert browser.get(f"{AT}?state=finished").text.count("Möt den som vill byta yrke") == 1
    assert "Inga moduler passar" in browser.get(f"{AT}?state=begun").text
    browser.get(f"{AT}/{module.id}/steps/{first}").submit(to=f"{AT}/{module.id}/steps/{first}/undone")
    assert "inte längre markerat" in browser.text
    browser.get(f"{AT}/mine").submit(to=f"{AT}/{module.id}/steps/{third}/answer/remove")
    assert SECRET not in browser.text
    browser.get(f"{AT}/{module.id}").submit(to=f"{AT}/{module.id}/forget")
    assert "Du har inte börjat på någon modul" in browser.text
    make.forget()
    with make.inside(region):
        assert db.session.execute(select(ModuleProgress)).all() == db.session.execute(select(StepProgress)).all() == []


def test_the_summary_is_a_document_with_answers_only_when_asked(
    make: Factory, region: Region, ada: User, module: Module, browser: Browser
) -> None:
    browser.sign_in(ada)
    for query in ("", "?answers=1"):
        answer = browser.client.get(f"{AT}/mine.pdf{query}")
        assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
        assert answer.headers["Cache-Control"] == "no-store"
    with make.inside(region), atomic():
        first, second, question = queries.steps(module)
        done(region, ada, module, first, second)
        progress.answer(region=region, user_id=ada.id, module=module, step=question, text=SECRET)
        rows, told = own.mine(region, ada.id), own.answers(region, ada.id)
        assert SECRET not in repr(document.summary(region, "Ada", rows, [], []))
        assert SECRET in repr(document.summary(region, "Ada", rows, [], told))
        assert "Möt den som vill byta yrke" in repr(document.summary(region, "Ada", rows, [], []))
    assert b"/StructTreeRoot" in browser.client.get(f"{AT}/mine.pdf?answers=1").data


def test_nobody_else_sees_progress_not_even_the_administrator(
    make: Factory, region: Region, ada: User, module: Module, browser: Browser
) -> None:
    with make.inside(region), atomic():
        question = queries.steps(module)[2]
        progress.answer(region=region, user_id=ada.id, module=module, step=question, text=SECRET)
    pages = ("", "/mine", "/figures", "/kept", f"/kept/{module.id}", f"/{module.id}", f"/{module.id}/steps/{question.id}")
    for role in ("guidance_counsellor", "strategist", "region_admin"):
        user = make.user(region, role)
        browser.sign_in(user)
        for page in pages:
            browser.get(f"{AT}{page}")
            assert SECRET not in browser.page
            assert "Ada Vägledare" not in browser.page
        browser.get(f"{AT}/{module.id}")
        token = browser.form_token()
        for number, page in enumerate((f"steps/{question.id}/answer/remove", "forget")):  # of one's own there is nothing
            browser.post(f"{AT}/{module.id}/{page}", {"csrf_token": token, "submission_key": f"{number}{user.id}".rjust(32, "k")})
            assert "Du har inte börjat på någon modul" in browser.text
    make.forget()
    with make.inside(region):
        assert [row.answer for _module, _step, row in own.answers(region, ada.id)] == [SECRET]


def test_who_looks_at_the_region_as_another_sees_no_progress(
    make: Factory, region: Region, ada: User, module: Module, browser: Browser
) -> None:
    with make.inside(region), atomic():
        question = queries.steps(module)[2]
        progress.answer(region=region, user_id=ada.id, module=module, step=question, text=SECRET)
    browser.sign_in(make.user(region, "region_admin"))
    browser.get(f"/r/norr/admin/people/{ada.id}/view-as").submit(reason="Hittar inte sin lista, ärende 17.", having="reason")
    assert "Du ser regionen som Ada Vägledare." in browser.text
    for page in ("", f"/{module.id}", f"/{module.id}/steps/{question.id}"):
        assert browser.get(f"{AT}{page}").status == 200
        assert SECRET not in browser.page
    assert browser.get(AT).text.count("Påbörjad") == 1  # the filter's choice, and no row
    for page in ("/mine", "/mine.pdf?answers=1"):
        assert browser.get(f"{AT}{page}").status == 403
    assert "Fortsätt där du var" not in browser.get("/r/norr/").text


@pytest.mark.parametrize("role", ["employer_representative", "provider_representative", "supervisor"])
def test_others_take_no_modules(make: Factory, region: Region, module: Module, browser: Browser, role: str) -> None:
    browser.sign_in(make.user(region, role))
    for page in ("", "/mine", "/kept", "/figures", f"/{module.id}"):
        assert browser.get(f"{AT}{page}").status == 403
    user = make.user(region, role)
    assert [hit.title for hit in hooks.for_region(region).search(user=user, query="byta yrke") if hit.kind == "Modul"] == []


def test_a_counsellor_keeps_no_modules_and_sees_no_drafts(make: Factory, region: Region, ada: User, browser: Browser) -> None:
    with make.inside(region), atomic():
        draft = a_module(region, status=ModuleStatus.DRAFT, title="Hemligt utkast")
        archived = a_module(region, status=ModuleStatus.ARCHIVED, title="Gammal modul")
    browser.sign_in(ada)
    assert "Hemligt utkast" not in browser.get(AT).text
    assert "Gammal modul" not in browser.text
    for each in (draft, archived):
        assert browser.get(f"{AT}/{each.id}").status == 404
        assert browser.get(f"{AT}/kept/{each.id}").status == 403


def test_a_module_of_another_region_is_not_found(make: Factory, region: Region, browser: Browser) -> None:
    south = make.region("soder", plugins=["guidance"], municipalities=["1280"])
    with make.inside(south), atomic():
        foreign = a_module(south, title="Söderns")
        step = queries.steps(foreign)[0]
    browser.sign_in(make.user(region, "strategist"))
    for page in (f"{foreign.id}", f"{foreign.id}/steps/{step.id}", f"kept/{foreign.id}", f"kept/{foreign.id}/edit",
                 f"kept/{foreign.id}/steps/{step.id}"):  # fmt: skip
        assert browser.get(f"{AT}/{page}").status == 404
    browser.get(AT)
    token = browser.form_token()
    for page in (f"{foreign.id}/begin", f"{foreign.id}/steps/{step.id}/done", f"kept/{foreign.id}/status", f"kept/{foreign.id}/copy"):
        browser.post(f"{AT}/{page}", {"csrf_token": token, "submission_key": page.replace("/", "k").ljust(32, "k")[:32], "to": "archived"})
        assert browser.status == 404
    with make.inside(region), atomic():
        mine = a_module(region)
    assert browser.get(f"{AT}/{mine.id}/steps/{step.id}").status == 404  # another module's step
    assert "Söderns" not in browser.get(f"{AT}/kept").text


def test_a_module_is_written_step_by_step(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "strategist")).get(f"{AT}/kept/new")
    wrong = {"title": "", "aim": "Du kan", "hours": "mycket", "themes": ", ".join("abcdefghijklm")}
    browser.submit(wrong, having="aim", roles=["guidance_counsellor"])
    assert browser.status == 422
    assert "Skriv vad modulen heter." in browser.text
    assert "Skriv ett tal, till exempel 7,5." in browser.text
    assert "Skriv högst 10 teman" in browser.text
    assert "Du kan" in browser.page
    assert 'value="mycket"' in browser.page
    browser.submit(having="aim", title="Ny  modul", hours="0", themes="samtal, validering,samtal")
    assert "Skriv ett antal timmar mellan 0,25 och 200." in browser.text
    browser.submit(having="aim", hours="2,5")
    assert "Modulen är sparad." in browser.text
    assert "Studie- och yrkesvägledare (SYV)" in browser.text
    browser.follow("Lägg till en text").submit(having="text", title="Läs först", text="")
    assert "Skriv texten." in browser.text
    browser.submit(having="text", text="Hej <script>alert(1)</script>")
    assert "<script>alert" not in browser.page
    browser.follow("Lägg till en länk").submit(having="url", title="Film", url="javascript:alert(1)")
    assert browser.status == 422
    assert "javascript:alert(1)" in browser.page
    browser.submit(having="url", url="exempel.se/film")
    browser.follow("Lägg till en fråga").submit(having="text", title="Tänk", text="Hur?")
    browser.follow("Lägg till en träff").submit(having="title", title="Möt")
    assert "Välj en träff." in browser.text
    make.forget()
    with make.inside(region):
        made = db.session.execute(select(Module)).scalar_one()
        assert (made.title, made.hours, made.themes, made.roles) == ("Ny modul", 2.5, ["samtal", "validering"], ["guidance_counsellor"])
        kinds = [(each.title, each.kind, each.url) for each in queries.steps(made)]
    assert kinds == [("Läs först", "text", ""), ("Film", "link", "https://exempel.se/film"), ("Tänk", "question", "")]
    browser.get(f"{AT}/kept/{made.id}").submit(to=f"{AT}/kept/{made.id}/status")
    assert "Modulen är publicerad." in browser.text
    with make.inside(region):
        step = queries.steps(made)[1].id
    browser.get(f"{AT}/kept/{made.id}").submit(to=f"{AT}/kept/{made.id}/steps/{step}/move")
    assert browser.text.index("1. Film") < browser.text.index("2. Läs först")
    browser.submit(to=f"{AT}/kept/{made.id}/steps/{step}/remove")
    assert "Steget är borttaget." in browser.text
    browser.submit(to=f"{AT}/kept/{made.id}/copy")
    assert "Ny modul, kopia" in browser.text
    assert browser.get(f"{AT}/kept/{made.id}/steps/new?kind=annat").status == 404


@pytest.mark.parametrize("what", ["module", "step"])
def test_changed_by_two_at_once_both_texts_stay(make: Factory, region: Region, module: Module, browser: Browser, what: str) -> None:
    (first, *_rest) = steps_of(make, region, module)
    page = f"{AT}/kept/{module.id}/edit" if what == "module" else f"{AT}/kept/{module.id}/steps/{first}"
    browser.sign_in(make.user(region, "strategist")).get(page)
    with make.inside(region), atomic():
        row: Any = db.session.execute(select(Module if what == "module" else ModuleStep).limit(1)).scalars().first()
        row.title = "Den andras"
    browser.submit(having="title", title="Min")
    assert browser.status == 409
    assert "Någon annan har ändrat uppgifterna" in browser.text
    assert "Den andras" in browser.text
    assert 'value="Min"' in browser.page
    browser.submit(having="title")
    make.forget()
    with make.inside(region):
        titles = {*db.session.execute(select(Module.title)).scalars(), *db.session.execute(select(ModuleStep.title)).scalars()}
    assert "Min" in titles
    assert "Den andras" not in titles


def test_a_focus_area_of_the_plan_is_chosen_where_there_is_one(
    make: Factory, region: Region, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(make.user(region, "strategist"))
    assert "Fokusområde" not in browser.get(f"{AT}/kept/new").text
    monkeypatch.setattr(hooks.RegionHooks, "focus_areas", lambda self: [FocusArea("regional_plans:area:7", "Vägledning hela livet")])
    browser.get(f"{AT}/kept/new").submit(having="aim", title="M", aim="A", focus_ref="regional_plans:area:7")
    monkeypatch.undo()
    assert "Vägledning hela livet" in browser.text
    assert "Vägledning hela livet" in browser.follow("Ändra").text  # kept though the plan is gone


def test_what_other_pages_show(make: Factory, region: Region, ada: User, module: Module, browser: Browser) -> None:
    facade = hooks.for_region(region)
    assert [hit.url for hit in facade.search(user=ada, query="byta yrke") if hit.kind == "Modul"] == [f"{AT}/{module.id}"]
    assert [hit.title for hit in facade.search(user=None, query="byta yrke") if hit.kind == "Modul"] == []
    link = facade.resolve_ref(user=ada, ref=module.ref)
    assert link is not None
    assert (link.title, link.url) == (module.title, f"{AT}/{module.id}")
    assert facade.resolve_ref(user=None, ref=module.ref) is None
    browser.sign_in(ada)
    assert "Nya moduler:" in browser.get("/r/norr/board").text or "Nya moduler:" in browser.get("/r/norr/").text
    with make.inside(region), atomic():
        done(region, ada, module, queries.steps(module)[0])
    cards = [each for each in facade.dashboard_cards(user=ada) if each.template == "guidance/cards/modules.html"]
    assert [(each.kind, each.context["begun"][0]["done"], each.context["new"]) for each in cards] == [("todo", 1, [])]
    assert [each for each in facade.dashboard_cards(user=None) if each.template == "guidance/cards/modules.html"] == []


@pytest.mark.parametrize("page", ["", "/mine", "/kept", "/figures"])
def test_thirty_cost_as_many_statements_as_one(make: Factory, region: Region, browser: Browser, database: Any, page: str) -> None:
    user = make.user(region, "strategist")
    browser.sign_in(user)
    counts = []
    for number in range(30):
        with make.inside(region), atomic():
            made = a_module(region, title=f"Modul {number}")
            question = a_step(region, made, StepKind.QUESTION)
            progress.answer(region=region, user_id=user.id, module=made, step=question, text="x")
        if number in (0, 29):
            browser.get(f"{AT}{page}")
            with statements(database) as seen:
                assert browser.get(f"{AT}{page}").status == 200
            counts.append(len(seen))
    assert counts[0] == counts[1]
