"""Occasions in modules: chosen from what other plugins tell of, past, withdrawn, in the calendar, and certified by attendance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.events import emit
from core.jobs.runner import drain
from core.plugins import LearningOccasion, hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User
from plugins.guidance.modules import own, progress, queries, service
from plugins.guidance.modules.confirming import AttendanceConfirmed, on_attendance_confirmed
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStatus, StepKind, StepProgress
from plugins.meeting_places.events import AttendanceConfirmed as Told
from tests.plugins.meeting_places.made import a_meeting

from .made import a_module, a_step

AT = "/r/norr/guidance/modules"
REF = "meeting_places:meeting:7"
Tell = Callable[..., None]


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


@pytest.fixture
def ada(make: Factory, region: Region) -> User:
    return make.user(region, "guidance_counsellor")


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Have other plugins tell of these occasions."""

    def among(*occasions: LearningOccasion) -> None:
        monkeypatch.setattr(hooks.RegionHooks, "learning_occasions", lambda self: list(occasions))

    return among


def an_occasion(days: int, **facts: Any) -> LearningOccasion:
    starts = utcnow() + timedelta(days=days)
    return LearningOccasion(REF, "Samtal som leder framåt", "/r/norr/meeting-places/7", starts, starts + timedelta(hours=2), **facts)


def with_occasion(region: Region, **facts: Any) -> Module:
    module = a_module(region, steps=1, **facts)
    values = {"occasion_ref": REF, "occasion_title": "Samtal som leder framåt", "occasion_at": utcnow() + timedelta(days=3), "text": ""}
    a_step(region, module, StepKind.OCCASION, title="Delta", **values)
    return module


def attended(user: User | None, *, hours: float = 2.0, meeting: int = 7, registration: int = 41) -> AttendanceConfirmed:
    return AttendanceConfirmed(registration_id=registration, meeting_id=meeting, hours=hours, user_id=user.id if user else None)


def confirmed(user: User) -> list[tuple[float | None, bool]]:
    wanted = select(StepProgress.certified_hours, StepProgress.done_at).join(ModuleProgress, ModuleProgress.id == StepProgress.progress_id)
    rows = db.session.execute(wanted.where(ModuleProgress.user_id == user.id).order_by(StepProgress.id))
    return [(hours, done_at is not None) for hours, done_at in rows]


def test_an_occasion_is_chosen_from_what_others_tell_of(make: Factory, region: Region, browser: Browser, tell: Tell) -> None:
    with make.inside(region), atomic():
        module = a_module(region)
    browser.sign_in(make.user(region, "strategist"))
    assert "Det finns inga träffar att välja" in browser.get(f"{AT}/kept/{module.id}/steps/new?kind=occasion").text
    tell(an_occasion(3))
    browser.get(f"{AT}/kept/{module.id}/steps/new?kind=occasion").submit(having="title", title="Delta", occasion_ref=REF)
    assert "Steget är sparat." in browser.text
    assert "Samtal som leder framåt" in browser.text
    tell()  # withdrawn, or the plugin is off
    browser.get(f"{AT}/kept/{module.id}")
    assert "Träffen visas inte längre" in browser.text
    with make.inside(region):
        step = queries.steps(module)[2].id
    browser.get(f"{AT}/kept/{module.id}/steps/{step}").submit(having="title", title="Delta nu")
    assert "Steget är sparat." in browser.text  # what was chosen stays until somebody chooses anew
    browser.get(f"{AT}/kept/{module.id}/steps/new?kind=occasion").submit(having="title", title="X", occasion_ref="meeting_places:meeting:8")
    assert browser.status == 422


def test_a_step_says_what_has_become_of_its_occasion(make: Factory, region: Region, ada: User, browser: Browser, tell: Tell) -> None:
    with make.inside(region), atomic():
        module = with_occasion(region)
        step = queries.steps(module)[1]
    page = f"{AT}/{module.id}/steps/{step.id}"
    browser.sign_in(ada)
    tell(an_occasion(3, material_url="https://exempel.se/bilder"))
    assert ("/r/norr/meeting-places/7", "Samtal som leder framåt") in browser.get(page).links
    assert "Träffen har varit" not in browser.text
    assert "exempel.se/bilder" not in browser.page
    tell(an_occasion(-3, material_url="https://exempel.se/bilder"))
    assert "Träffen har varit" in browser.get(page).text
    assert ("https://exempel.se/bilder", "Ta del av materialet från Samtal som leder framåt") in browser.links
    assert "(har varit)" in browser.get(f"{AT}/{module.id}").text
    tell(an_occasion(-3))
    assert "Det finns inget material från träffen än." in browser.get(page).text
    tell()
    assert "Träffen visas inte längre" in browser.get(page).text
    browser.submit(to=f"{page}/done")
    assert "Delta är klart." in browser.text


def test_the_calendar_has_the_occasions_of_what_one_has_begun(make: Factory, region: Region, ada: User, tell: Tell) -> None:
    tell(an_occasion(3))
    with make.inside(region), atomic():
        module, other = with_occasion(region), with_occasion(region, title="En till med samma träff")

    def days() -> list[str]:
        return [each.summary for each in hooks.for_region(region).calendar_items(user=ada)]

    assert days() == []
    with make.inside(region), atomic():
        progress.begin(region=region, user_id=ada.id, module=module)
        progress.begin(region=region, user_id=ada.id, module=other)
    assert days() == ["Samtal som leder framåt"]
    assert hooks.for_region(region).calendar_items(user=None) == []
    tell(an_occasion(-3))
    assert days() == []
    tell()
    assert days() == []


def test_attendance_certifies_the_step_once(make: Factory, region: Region, ada: User, browser: Browser) -> None:
    with make.inside(region), atomic():
        module = with_occasion(region)
        draft = with_occasion(region, title="Utkast", status=ModuleStatus.DRAFT)
        for _ in range(2):
            on_attendance_confirmed(region, attended(ada))
        assert confirmed(ada) == [(2.0, True)]
        on_attendance_confirmed(region, attended(ada, hours=1.5))  # put right
        assert confirmed(ada) == [(1.5, True)]
        on_attendance_confirmed(region, attended(ada, meeting=8, registration=42))  # no step points there
        on_attendance_confirmed(region, attended(None))
        on_attendance_confirmed(region, attended(make.user(region, "employer_representative"), registration=43))  # takes no modules
        on_attendance_confirmed(region, AttendanceConfirmed(registration_id=9, meeting_id=7, hours=2, user_id=987_654))  # erased since
        assert db.session.execute(select(ModuleProgress.module_id, ModuleProgress.user_id)).all() == [(module.id, ada.id)]
        assert own.progress_of(ada.id, draft) is None
        step = queries.steps(module)[1]
        assert [(each.title, row.certified_hours) for each, row in own.certified(region, ada.id)] == [("Delta", 1.5)]
    browser.sign_in(ada).get(f"{AT}/{module.id}/steps/{step.id}")
    assert "Arrangören har intygat 1,5 timmar." in browser.text
    assert "Ångra att steget är klart" not in browser.text
    browser.post(f"{AT}/{module.id}/steps/{step.id}/undone", {"csrf_token": browser.form_token(), "submission_key": "k" * 32})
    assert "intygat genom din närvaro" in browser.text
    assert "1,5" in browser.get(f"{AT}/mine").text


def test_two_modules_with_the_same_meeting_count_its_hours_once(make: Factory, region: Region, ada: User) -> None:
    with make.inside(region), atomic():
        with_occasion(region)
        with_occasion(region, title="En till")
        gone = with_occasion(region, title="Borttaget steg")
        service.remove_step(region=region, module=gone, step=queries.steps(gone)[1])
        on_attendance_confirmed(region, attended(ada))
        assert confirmed(ada) == [(2.0, True), (2.0, True)]
        assert [row.certified_hours for _step, row in own.certified(region, ada.id)] == [2.0]


def test_the_event_of_meeting_places_comes_all_the_way(make: Factory) -> None:
    both = make.region("bada", plugins=["guidance", "meeting_places"], municipalities=["2417"])
    ada = make.user(both, "guidance_counsellor")
    with make.inside(both, "meeting_places"), atomic():
        meeting = a_meeting(both, days=3)
    with make.inside(both, "guidance"), atomic():
        assert [each.ref for each in hooks.for_region(both).learning_occasions()] == [meeting.ref]
        module = a_module(both, steps=1)
        a_step(both, module, StepKind.OCCASION, title="Delta", occasion_ref=meeting.ref, occasion_title=meeting.title, text="")
    for _ in range(2):
        with make.inside(both, "meeting_places"), atomic():
            emit(Told(registration_id=3, meeting_id=meeting.id, hours=2.0, user_id=ada.id), region=both)
        drain()
    with make.inside(both):
        assert confirmed(ada) == [(2.0, True)]
