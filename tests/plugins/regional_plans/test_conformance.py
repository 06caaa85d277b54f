"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory

from . import made_meetings, made_papers
from .made import a_plan, a_priority, an_action, an_area, an_indicator, an_owner


class TestConformance(PluginConformance):
    plugin = "regional_plans"
    recorded = (
        "regional_plans.actions_file",
        "regional_plans.status_round_file",
        "regional_plans.board_file",
        "regional_plans.referral_table",
        "regional_plans.referral_summary",
    )
    lists = (
        "regional_plans.plans",
        "regional_plans.actions",
        "regional_plans.plan",
        "regional_plans.referrals",
        "regional_plans.board_cases",
        "regional_plans.reports",
    )

    def objects(self, make: Factory, region: Region) -> Values:
        plan = a_plan(region)
        area = an_area(region, plan)
        action = an_action(region, plan, area, an_owner(region))
        indicator = an_indicator(region, plan, action)
        own = {"plan_id": plan.id}
        empty = {**own, "priority_id": a_priority(region, plan, "Tom").id}
        of_action = {**own, "action_id": action.id}
        of_indicator = {**of_action, "indicator_id": indicator.id}
        return {
            **{f"regional_plans.{page}": own for page in ("plan", "edit_plan", "move_plan", "copy_plan", "actions", "new_action")},
            "regional_plans.actions_file": {**own, "kind": "csv"},
            **{f"regional_plans.{page}": empty for page in ("edit_priority", "move_priority", "remove_priority", "new_area")},
            **{f"regional_plans.{page}": {**own, "area_id": area.id} for page in ("edit_area", "move_area", "remove_area")},
            **{f"regional_plans.{page}": of_action for page in ("action", "edit_action", "remove_action", "report_action")},
            **{f"regional_plans.{page}": of_indicator for page in ("edit_indicator", "remove_indicator", "measure")},
            **made_papers.objects(region),
            **made_meetings.objects(region),
        }

    def payloads(self, make: Factory, region: Region) -> Mapping[str, Mapping[str, Any]]:
        meeting_id = made_meetings.a_meeting(region, a_plan(region, title="Plan att fråga om")).id
        return {name: {"meeting_id": meeting_id} for name in ("regional_plans.ask_owners", "regional_plans.remind_owners")}

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            a_plan(region, title=f"Plan {count}-{number}")
        made_papers.rows(region, count)
