"""Modules: kept by the region, taken step by step, and one's own progress right whatever becomes of the steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import today
from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.regions.models import Region
from core.testing.factories import Factory
from core.users.models import User
from plugins.guidance.modules import own, progress, queries, service
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStatus, ModuleStep, StepKind, StepProgress
from plugins.guidance.stewardship import RECORD_TYPES

from .made import a_module, a_step, done


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


@pytest.fixture
def ada(make: Factory, region: Region) -> User:
    return make.user(region, "guidance_counsellor")


def state(user: User, module: Module) -> tuple[int, bool]:
    """How many steps somebody has done, and whether all is finished."""
    way = own.way(user.id, module, queries.steps(module))
    return way.done, way.progress is not None and way.progress.finished_at is not None


def titles(module: Module) -> list[str]:
    return [each.title for each in queries.steps(module)]


def test_steps_are_put_in_order(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        module = a_module(region, steps=3)
        first, second, third = queries.steps(module)
        service.move_step(region=region, module=module, step=third, up=True)
        assert titles(module) == ["Steg 1", "Steg 3", "Steg 2"]
        service.move_step(region=region, module=module, step=first, up=True)  # is first already
        service.move_step(region=region, module=module, step=second, up=False)
        assert titles(module) == ["Steg 1", "Steg 3", "Steg 2"]
        service.remove_step(region=region, module=module, step=third)
        a_step(region, module, title="Steg 4")
        assert titles(module) == ["Steg 1", "Steg 2", "Steg 4"]


def test_where_a_module_may_go(make: Factory, region: Region, ada: User) -> None:
    with make.inside(region), atomic():
        module = a_module(region, steps=0, status=ModuleStatus.DRAFT)
        with pytest.raises(Conflict, match="minst ett steg innan"):
            service.move_module(region=region, module=module, to=ModuleStatus.PUBLISHED)
        step = a_step(region, module)
        service.move_module(region=region, module=module, to=ModuleStatus.PUBLISHED)
        service.move_module(region=region, module=module, to=ModuleStatus.PUBLISHED)  # is there already
        with pytest.raises(Conflict, match="minst ett steg"):
            service.remove_step(region=region, module=module, step=step)
        progress.begin(region=region, user_id=ada.id, module=module)
        service.move_module(region=region, module=module, to=ModuleStatus.ARCHIVED)
        with pytest.raises(Conflict, match="går inte att börja"):
            progress.begin(region=region, user_id=make.user(region, "guidance_counsellor").id, module=module)
        with pytest.raises(Conflict, match="annat läge"):
            service.move_module(region=region, module=module, to=ModuleStatus.DRAFT)
        progress.mark_done(region=region, user_id=ada.id, module=module, step=step)  # whoever has begun can finish
        assert state(ada, module) == (1, True)
        assert queries.open_module(region, ada.id, module.id).id == module.id
        with pytest.raises(NotFound):
            queries.open_module(region, make.user(region, "guidance_counsellor").id, module.id)


def test_done_undone_and_done_again(make: Factory, region: Region, ada: User) -> None:
    with make.inside(region), atomic():
        module = a_module(region, hours=3)
        first, second = queries.steps(module)
        done(region, ada, module, first)
        moment = db.session.execute(select(StepProgress.done_at)).scalar_one()
        with time_machine.travel(utcnow() + timedelta(days=2)):
            progress.mark_done(region=region, user_id=ada.id, module=module, step=first)  # said again: once, and as before
            assert db.session.execute(select(StepProgress.done_at)).scalar_one() == moment
        assert state(ada, module) == (1, False)
        progress.mark_done(region=region, user_id=ada.id, module=module, step=second)
        assert (state(ada, module), own.mine(region, ada.id)[0].progress.hours) == ((2, True), 3)  # type: ignore[union-attr]
        module.hours = 9  # what is changed afterwards does not make the finished longer
        progress.mark_undone(region=region, user_id=ada.id, module=module, step=second)
        assert (state(ada, module), own.mine(region, ada.id)[0].progress.hours) == ((1, False), 0)  # type: ignore[union-attr]


def test_one_goes_on_where_one_was(make: Factory, region: Region, ada: User) -> None:
    with make.inside(region), atomic():
        module = a_module(region, steps=4)
        steps = queries.steps(module)

        def following() -> str:
            found = own.way(ada.id, module, steps).following
            return found.title if found is not None else ""

        assert following() == "Steg 1"
        done(region, ada, module, steps[1])
        assert following() == "Steg 3"
        with time_machine.travel(utcnow() + timedelta(minutes=1)):
            progress.mark_done(region=region, user_id=ada.id, module=module, step=steps[3])
        assert following() == "Steg 1"
        with time_machine.travel(utcnow() + timedelta(minutes=2)):
            progress.mark_done(region=region, user_id=ada.id, module=module, step=steps[0])
        assert following() == "Steg 3"
        with time_machine.travel(utcnow() + timedelta(minutes=3)):
            progress.mark_done(region=region, user_id=ada.id, module=module, step=steps[2])
        assert following() == ""


def test_a_step_that_is_taken_away_or_added_keeps_progress_right(make: Factory, region: Region, ada: User) -> None:
    bo, cia = make.user(region, "guidance_counsellor"), make.user(region, "guidance_counsellor")
    with make.inside(region), atomic():
        module = a_module(region)
        first, second = queries.steps(module)
        question = a_step(region, module, StepKind.QUESTION, title="Hur?", text="Hur?")
        done(region, ada, module, first, second)
        done(region, bo, module, first)
        progress.answer(region=region, user_id=bo.id, module=module, step=question, text="Mitt svar")
        done(region, cia, module, first, second)
        progress.answer(region=region, user_id=cia.id, module=module, step=question, text="Klar")
        assert [state(each, module) for each in (ada, bo, cia)] == [(2, False), (2, False), (3, True)]
        service.remove_step(region=region, module=module, step=question)
        assert [state(each, module) for each in (ada, bo, cia)] == [(2, True), (1, False), (2, True)]
        assert [(row.answer, step.title) for _module, step, row in own.answers(region, bo.id)] == [("Mitt svar", "Hur?")]
        a_step(region, module, title="Nytt")
        assert [state(each, module) for each in (ada, bo, cia)] == [(2, True), (1, False), (2, True)]
        assert [(each.done, each.steps) for each in own.mine(region, cia.id)] == [(2, 3)]


def test_an_answer_is_changed_and_taken_away(make: Factory, region: Region, ada: User) -> None:
    with make.inside(region), atomic():
        module = a_module(region, steps=1)
        (text,) = queries.steps(module)
        question = a_step(region, module, StepKind.QUESTION)
        with pytest.raises(DomainError, match="ingen fråga"):
            progress.answer(region=region, user_id=ada.id, module=module, step=text, text="x")
        for answer in ("Först", "Sedan"):
            progress.answer(region=region, user_id=ada.id, module=module, step=question, text=answer)
        found, row = own.progress_of(ada.id, module), own.row_of(ada.id, question)
        assert found is not None
        assert row is not None
        assert row.answer == "Sedan"
        progress.remove_answer(row=row)
        assert (own.answers(region, ada.id), state(ada, module)) == ([], (1, False))
        progress.forget(own=found)
        assert db.session.execute(select(StepProgress)).all() == []


def test_a_copy_has_the_steps_and_nobody_s_progress(make: Factory, region: Region, ada: User) -> None:
    with make.inside(region), atomic():
        module = a_module(region, themes=["a", "b"])
        first, second = queries.steps(module)
        service.remove_step(region=region, module=module, step=second)
        done(region, ada, module, first)
        made = service.copy_module(region=region, module=module)
        assert (made.title, made.status, made.themes) == ("Möt den som vill byta yrke, kopia", ModuleStatus.DRAFT, ["a", "b"])
        assert (titles(made), own.mine(region, ada.id)[0].module.id, made.published_at) == (["Steg 1"], module.id, None)


def test_there_is_room_for_so_many(make: Factory, region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MAX_STEPS", 2)
    monkeypatch.setattr(service, "MAX_MODULES", 1)
    with make.inside(region), atomic():
        module = a_module(region)
        with pytest.raises(DomainError, match="redan 2 steg"):
            a_step(region, module)
        with pytest.raises(DomainError, match="redan 1 moduler"):
            service.copy_module(region=region, module=module)


def test_the_log_tells_of_modules_and_never_of_progress(make: Factory, region: Region, ada: User) -> None:
    with make.inside(region), atomic():
        module = a_module(region, steps=1)
        before = len(db.session.execute(select(AuditEntry)).all())
        done(region, ada, module, *queries.steps(module))
        found = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.startswith("guidance."))).scalars().all()
        assert sorted(found) == ["guidance.module.changed", "guidance.module.made", "guidance.module.moved"]
        assert len(db.session.execute(select(AuditEntry)).all()) == before


def test_old_progress_goes_with_its_answers(make: Factory, region: Region, ada: User) -> None:
    rule = next(each for each in RECORD_TYPES if each.name == "guidance.progress")
    assert rule.due is not None
    assert rule.dispose is not None
    with make.inside(region), atomic():
        module = a_module(region)
        with time_machine.travel(today() - timedelta(days=1500)):
            done(region, ada, module, *queries.steps(module))
        done(region, make.user(region, "guidance_counsellor"), module, *queries.steps(module))
        refs = rule.due(region, utcnow() - timedelta(days=1100), 10)
        assert rule.dispose(region, refs) == 1
    make.forget()
    with make.inside(region):
        assert len(db.session.execute(select(ModuleProgress.id)).all()) == 1
        assert len(db.session.execute(select(StepProgress.id)).all()) == 2
        assert len(db.session.execute(select(ModuleStep.id)).all()) == 2
