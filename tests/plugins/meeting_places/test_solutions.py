"""Local solutions: written, looked through, shown, found, used, grown old."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict
from core.mail.models import Mail
from core.notices.models import Notice
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.meeting_places.solutions import jobs, queries, service
from plugins.meeting_places.solutions.models import Solution, SolutionStatus, SolutionUse
from plugins.meeting_places.solutions.queries import Filters

from .made import a_solution, a_theme, an_organisation, facts_of_solution

AT = "/r/norr/meeting-places"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["meeting_places"])


def written(make: Factory, region: Region) -> Solution:
    make.forget()
    with make.inside(region):
        return db.session.execute(select(Solution)).scalar_one()


def told(make: Factory, region: Region) -> list[str]:
    make.forget()
    return list(db.session.execute(select(Notice.title).order_by(Notice.id)).scalars())


def fill(browser: Browser, **values: Any) -> Browser:
    said = {"title": "Handledare på distans", "what": "En handledare följer fyra elever.", "for_whom": "Små arbetsplatser", **values}
    return browser.get(f"{AT}/solutions/new").submit(said, having="what")


def test_a_member_writes_the_region_lets_it_through_and_everybody_finds_it(make: Factory, region: Region, browser: Browser) -> None:
    mine = make.organisation(region)
    with make.inside(region), atomic():
        theme = a_theme(region)
    checker = make.user(region, "strategist")
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=mine))
    fill(browser, themes=[str(theme.id)], links="Läs mer www.exempel.se/metod")
    assert "Regionen läser igenom lösningen innan den visas." in browser.text
    made = written(make, region)
    assert (made.status, made.organisation_id, made.links) == (
        SolutionStatus.WAITING,
        mine.id,
        [{"title": "Läs mer", "url": "https://www.exempel.se/metod"}],
    )
    assert told(make, region) == ["Granska lösningen Handledare på distans"]
    assert browser.get(f"{AT}/solutions/{made.id}").status == 404
    assert "Handledare" not in browser.get(f"{AT}/solutions").text.replace("Till exempel handledare", "")
    browser.sign_in(checker).get(f"{AT}/solutions/check").follow("Handledare på distans").submit(button=("answer", "publish"))
    assert written(make, region).status == SolutionStatus.PUBLISHED
    assert told(make, region)[-1] == "Er lösning visas nu: Handledare på distans"
    visitor = Browser(browser.client.application)
    for query in ("handledare", "HANDLEDAREN", "språkstöd", "arbetsplatser"):
        assert "Handledare på distans" in visitor.get(f"{AT}/solutions?q={query}").text, query
    assert "Handledare på distans" in visitor.get(f"{AT}/solutions?theme=Språkstöd").text
    assert "Inga lösningar passar" in visitor.get(f"{AT}/solutions?q=rymdfart").text


def test_the_region_sends_back_with_words_and_the_draft_tells_them(make: Factory, region: Region, browser: Browser) -> None:
    mine = make.organisation(region)
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=mine))
    fill(browser)
    made = written(make, region)
    browser.sign_in(make.user(region, "strategist")).get(f"{AT}/solutions/{made.id}/check")
    browser.submit(having="note", note="")
    assert browser.status == 422
    assert "Skriv vad som behöver ändras." in browser.text
    browser.submit(having="note", note="Skriv vad det kostar.")
    assert written(make, region).status == SolutionStatus.DRAFT
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=mine))
    assert "Skriv vad det kostar." in browser.get(f"{AT}/solutions/mine").text
    assert "Skriv vad det kostar." in browser.get(f"{AT}/solutions/{made.id}/edit").text


def test_faults_stand_at_their_fields_and_nothing_is_lost(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=make.organisation(region)))
    fill(browser, title="", what="x" * 4001, contact_email="inte en adress", links="bara ord\nnågot www.exempel.se")
    assert browser.status == 422
    for said in ("Skriv vad lösningen heter.", "Texten är 4001 tecken lång", "Skriv e-postadressen så här", "Det finns ingen webbadress"):
        assert said in browser.text
    assert dict(browser.form(having="links").fields)["links"].split() == ["bara", "ord", "något", "www.exempel.se"]


def test_only_its_own_people_change_a_solution(make: Factory, region: Region, browser: Browser) -> None:
    mine, others = make.organisation(region), make.organisation(region)
    with make.inside(region), atomic():
        shown = a_solution(region, db.session.merge(mine))
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=others))
    assert "Ändra" not in [words for _href, words in browser.get(f"{AT}/solutions/{shown.id}").links]
    for page in ("edit", "withdraw"):
        assert browser.get(f"{AT}/solutions/{shown.id}/{page}").status == 404
    assert "Handledare" not in browser.get(f"{AT}/solutions/mine").text
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=mine))
    assert browser.get(f"{AT}/solutions/{shown.id}/edit").status == 200


def test_two_who_change_at_once_lose_nothing(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        shown = a_solution(region)
    browser.sign_in(make.user(region, "strategist")).get(f"{AT}/solutions/{shown.id}/edit")
    with make.inside(region), atomic():
        service.change(region=region, solution=db.session.merge(shown), facts=facts_of_solution(cost="Ingenting"))
    make.forget()
    browser.submit(having="what", what="Det jag skrev.")
    assert browser.status == 409
    assert "Någon annan har ändrat lösningen." in browser.text
    assert dict(browser.form(having="what").fields)["what"].strip() == "Det jag skrev."
    browser.submit(having="what")
    assert written(make, region).what == "Det jag skrev."


def test_we_use_this_too_is_counted_once_per_organisation(make: Factory, region: Region, browser: Browser) -> None:
    mine = make.organisation(region)
    with make.inside(region), atomic():
        shown = a_solution(region)
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=mine)).get(f"{AT}/solutions/{shown.id}")
    browser.submit(having="note", note="Med video.").repeat()
    make.forget()
    with make.inside(region):
        assert [(use.organisation_id, use.note) for use in db.session.execute(select(SolutionUse)).scalars()] == [(mine.id, "Med video.")]
        assert [(row.uses, row.is_old) for row in queries.listing(region, Filters(sort="used")).items] == [(1, False)]
    assert "Med video." in browser.get(f"{AT}/solutions/{shown.id}").text
    browser.submit(to=f"{AT}/solutions/{shown.id}/use/{mine.id}/stop")
    assert "Ingen annan har sagt" in browser.text


def test_ones_own_is_not_used_too(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        owner = an_organisation(region)
        shown = a_solution(region, owner)
        with pytest.raises(Conflict, match="egen lösning"):
            service.say_used(region=region, solution=shown, organisation=owner)
        service.withdraw(region=region, solution=shown, reason="Slut.")
        with pytest.raises(Conflict):
            service.say_used(region=region, solution=shown, organisation=an_organisation(region, "Grannkommunen"))


def test_what_is_withdrawn_says_so_and_is_found_no_more(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        shown = a_solution(region)
    browser.sign_in(make.user(region, "strategist")).get(f"{AT}/solutions/{shown.id}/withdraw").submit(
        having="reason", reason="Vi slutade."
    )
    assert "Vi slutade." in browser.get(f"{AT}/solutions/{shown.id}").text
    assert "Inga lösningar passar" in browser.get(f"{AT}/solutions?q=handledare").text


def test_an_old_solution_asks_its_contact_once_a_quarter_and_a_click_confirms(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        shown = a_solution(region)
        shown.confirmed_on = today() - timedelta(days=400)
    for _turn in range(2):
        with make.inside(region):
            jobs.remind_of_old(region)
    make.forget()
    [mail] = db.session.execute(select(Mail).where(Mail.kind == "meeting_places.solution_confirm")).scalars().all()
    assert mail.recipient == "kontakt@test.samkraft.example"
    link = next(word for word in mail.body.split() if "/solutions/confirm/" in word)
    assert "Länge sedan den sågs över" in browser.get(f"{AT}/solutions").text
    page = link[link.index("/r/norr") :]
    browser.get(page)
    assert written(make, region).confirmed_on == today() - timedelta(days=400)  # a look changes nothing
    browser.submit().repeat()
    assert "Det står att lösningen stämmer" in browser.text
    assert written(make, region).confirmed_on == today()
    assert browser.get(f"{AT}/solutions/confirm/{'x' * 43}").status == 404


def test_a_contact_with_protected_identity_is_shown_nobody(make: Factory, region: Region, browser: Browser) -> None:
    from core.records.people import protect

    with make.inside(region), atomic():
        shown = a_solution(region)
    assert "kontakt@test.samkraft.example" in browser.get(f"{AT}/solutions/{shown.id}").text
    with make.inside(region), atomic():
        protect(email="kontakt@test.samkraft.example", region=region)
    text = browser.get(f"{AT}/solutions/{shown.id}").text
    assert "kontakt@test.samkraft.example" not in text
    assert "Demo Kontakt" not in text


def test_regions_that_share_show_each_others_and_no_drafts(make: Factory, browser: Browser) -> None:
    south = make.region("soder", plugins=["meeting_places"], municipalities=["1280"])
    stranger = make.region("vast", plugins=["meeting_places"], municipalities=["1480"])
    both = make.region("bada", plugins=["meeting_places"], municipalities=[])
    make.share(south, both, "meeting_places")
    for where, title in ((south, "Lösning i söder"), (stranger, "Lösning i väster")):
        with make.inside(where), atomic():
            a_solution(where, title=title)
            a_solution(where, published=False, title=f"Utkast: {title}")
    make.forget()
    text = browser.get("/r/bada/meeting-places/solutions").text
    assert "Lösning i söder" in text
    assert "Lösning i väster" not in text
    assert "Utkast" not in text
    browser.sign_in(make.user(both, "region_admin"))
    make.forget()
    with make.inside(south):
        [shown] = db.session.execute(select(Solution).where(Solution.status == SolutionStatus.PUBLISHED)).scalars().all()
    assert browser.get(f"/r/bada/meeting-places/solutions/{shown.id}").status == 200
    assert browser.get(f"/r/bada/meeting-places/solutions/{shown.id}/edit").status == 404


def test_the_file_has_the_lists_rows_and_no_person(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_solution(region, title="=cmd()")
        a_solution(region, an_organisation(region, "Grannkommunen"), title="Åtgärd på önskan")
    answer = browser.get(f"{AT}/solutions.csv").response
    assert answer is not None
    text = answer.get_data().decode("utf-8-sig")
    assert text.count("\n") == 3
    assert "\n=cmd()" not in text
    assert "Åtgärd på önskan" in text
    assert "kontakt@test.samkraft.example" not in text


def test_nobody_acts_for_nobody(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "employer_representative"))
    assert "Du företräder ingen organisation här" in browser.get(f"{AT}/solutions/mine").text
    assert browser.get(f"{AT}/solutions/new").url == f"{AT}/solutions/mine"
