"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from typing import Any, ClassVar

from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.guidance.adapted.lists import own_steps
from plugins.guidance.modules import progress
from plugins.guidance.modules.models import StepKind
from plugins.guidance.workspace import service as workspace

from .made import (
    a_booking,
    a_checklist,
    a_module,
    a_need,
    a_profile,
    a_prospect,
    a_step,
    a_text,
    a_visit,
    an_employer,
    an_open_house,
)

OWN_LIST = "a list is its counsellor's own, and not found by anybody else; tested in test_workspace"
OF_LIST = ("shortlist", "edit_shortlist", "new_item", "share_list", "unshare_list", "remove_list")
OF_MODULE = ("module", "begin_module", "forget_module", "kept_module", "edit_module", "new_step", "move_module", "copy_module")
OF_STEP = ("module_step", "do_step", "undo_step", "remove_answer", "edit_step", "move_step", "remove_step")

ADAPTED = ("guidance.adapted", "guidance.adapted_editing")


class TestConformance(PluginConformance):
    plugin = "guidance"
    exempt: ClassVar[dict[str, str]] = {
        "guidance.occupation": "an occupation group belongs to every region; what is told of it is the region's own",
        "guidance.sheet": "the same",
        **{f"guidance.{page}": OWN_LIST for page in (*OF_LIST, "remove_item")},
    }
    recorded = ("guidance.module_figures_file",)
    held_by_browser = tuple(f"guidance.{page}" for page in (*OF_LIST, "remove_item"))
    lists = ("guidance.texts", "guidance.prospects", "guidance.employers", "guidance.own_employers", "guidance.visits", "guidance.visit",
             "guidance.modules", "guidance.kept_modules", "guidance.module_figures", *ADAPTED)  # fmt: skip

    def objects(self, make: Factory, region: Region) -> Values:
        text = a_text(region)
        a_prospect(region)
        an_employer(region, "Ett verk utan profil")
        profile = a_profile(region)
        day = an_open_house(region, profile)
        visit = a_visit(region, needs_answer=True)
        booking = a_booking(region, visit)
        of_profile, of_visit = {"profile_id": profile.id}, {"visit_id": visit.id}
        shared = workspace.save_list(region=region, user=make.user(), shortlist=None, label="A", note="")
        need, checklist = a_need(region), a_checklist(region)
        of_code = {"code": checklist.code}
        of_text = {**of_code, "tongue": "sv"}
        of_tick = {"step_id": own_steps(checklist)[0].id}
        of_list = {"shortlist_id": shared.id}
        module = a_module(region)
        question = a_step(region, module, StepKind.QUESTION, title="Hur gör du?", text="Hur gör du i dag?")
        progress.answer(region=region, user_id=make.user().id, module=module, step=question, text="Så här")
        of_module = {"module_id": module.id}
        of_step = {**of_module, "step_id": question.id}
        return {
            **{f"guidance.{page}": of_list for page in OF_LIST},
            "guidance.remove_item": {**of_list, "item_id": workspace.add_item(shortlist=shared, title="En väg").id},
            **{f"guidance.{page}": {"text_id": text.id} for page in ("edit_text", "remove_text")},
            **{f"guidance.{page}": of_profile for page in ("employer", "edit_employer", "move_employer", "new_open_house")},
            "guidance.remove_open_house": {**of_profile, "day_id": day.id},
            **{f"guidance.{page}": of_visit for page in ("visit", "edit_visit", "cancel_visit", "book_visit")},
            **{f"guidance.{page}": {**of_visit, "booking_id": booking.id} for page in ("confirm_booking", "cancel_booking")},
            **{f"guidance.{page}": of_module for page in OF_MODULE},
            **{f"guidance.{page}": of_step for page in OF_STEP},
            **{f"guidance.{page}": of_code for page in ("checklist", "checklist_sheet", "own_checklist")},
            **{f"guidance.{page}": of_text for page in ("edit_checklist", "remove_checklist", "new_checklist_step")},
            **{f"guidance.{page}": {"code": need.code} for page in ("edit_need", "remove_need")},
            "guidance.arrange_adapted": {"kind": "needs", "code": need.code, "move": "hide"},
            "guidance.edit_checklist_step": of_tick,
            "guidance.move_checklist_step": {**of_tick, "move": "remove"},
            "guidance_modules_api.get_module": of_module,
            "guidance.shared_list": {"token": workspace.share(region=region, shortlist=shared)},
        }

    def rows(self, make: Factory, region: Region, count: int) -> None:
        visit = a_visit(region, title=f"Många {count}", seats=400)
        for number in range(count):
            group = f"{6000 + 100 * (count > 1) + number}"
            a_prospect(region, occupation_group=group)
            a_text(region, occupation_group=group)
            a_profile(region, name=f"Verk {count}-{number}")
            a_visit(region, title=f"Besök {count}-{number}")
            a_need(region, title=f"Behov {count}-{number}")
            a_checklist(region, title=f"Lista {count}-{number}")
            a_booking(region, visit)
            a_module(region, title=f"Modul {count}-{number}")

    def about(self, make: Factory, region: Region, user: Any) -> None:
        a_booking(region, a_visit(region), user, contact_email=user.email)
        found = workspace.save_list(region=region, user=user, shortlist=None, label="A", note="Hej")
        workspace.add_item(shortlist=found, title="En väg")
        module = a_module(region)
        question = a_step(region, module, StepKind.QUESTION, text="Hur?")
        progress.answer(region=region, user_id=user.id, module=module, step=question, text="Så")
