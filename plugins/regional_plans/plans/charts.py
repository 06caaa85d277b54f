"""The goal tree and the timeline of a plan: what is drawn, what each fill means, and the tables with the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_date, format_number
from core.web.gantt_chart import GanttChart, Span, gantt_chart
from core.web.tree_chart import Branch, TreeChart, tree_chart
from plugins.regional_plans.actions.models import ActionStatus
from plugins.regional_plans.actions.words import STATUS
from plugins.regional_plans.plans.queries import WholePlan

FILL: dict[ActionStatus, str] = {
    ActionStatus.NOT_STARTED: "empty",
    ActionStatus.ON_TRACK: "solid",
    ActionStatus.DELAYED: "hatched",
    ActionStatus.STOPPED: "crossed",
    ActionStatus.DONE: "dotted",
}
NAMES: dict[str, Any] = {FILL[status]: STATUS[status] for status in ActionStatus}


def tree(whole: WholePlan) -> TreeChart:
    """Vision, priorities, focus areas and actions, each growing from what it serves."""
    return tree_chart(
        Branch(
            whole.row.title,
            _("Vision"),
            children=[
                Branch(
                    priority.row.title,
                    _("Prioritering"),
                    children=[
                        Branch(
                            area.row.title,
                            _("Fokusområde"),
                            children=[Branch(a.row.title, str(STATUS[a.row.status]), FILL[a.row.status]) for a in area.actions],
                        )
                        for area in priority.areas
                    ],
                )
                for priority in whole.priorities
            ],
        )
    )


def timeline(whole: WholePlan, today: date) -> GanttChart | None:
    """When each action is done; None when there are none."""
    spans = [
        Span(
            f"{action.number} {action.row.title}",
            action.row.starts_on,
            action.row.ends_on,
            FILL[action.row.status],
            str(STATUS[action.row.status]),
            f"{priority.number} {priority.row.title}",
        )
        for priority in whole.priorities
        for area in priority.areas
        for action in area.actions
    ]
    return gantt_chart(spans, today=today)


def tree_finding(whole: WholePlan) -> str:
    """What the tree shows, in one sentence or two."""
    areas = sum(len(priority.areas) for priority in whole.priorities)
    parts = [
        ngettext("en prioritering", "%(num)s prioriteringar", len(whole.priorities)),
        ngettext("ett fokusområde", "%(num)s fokusområden", areas),
        ngettext("en insats", "%(num)s insatser", len(whole.actions)),
    ]
    return _("Planen har %(first)s, %(second)s och %(third)s.", first=parts[0], second=parts[1], third=parts[2]) + " " + _deviating(whole)


def timeline_finding(whole: WholePlan, today: date) -> str:
    """What the timeline shows."""
    going = sum(1 for each in whole.actions if each.row.starts_on <= today <= each.row.ends_on)
    return (
        ngettext("I dag är en insats inne i sin planerade tid.", "I dag är %(num)s insatser inne i sin planerade tid.", going)
        if going
        else _("I dag är ingen insats inne i sin planerade tid.")
    ) + f" {_deviating(whole)}"


def _deviating(whole: WholePlan) -> str:
    late = sum(1 for each in whole.actions if each.row.status == ActionStatus.DELAYED)
    stopped = sum(1 for each in whole.actions if each.row.status == ActionStatus.STOPPED)
    if not late and not stopped:
        return _("Ingen insats är försenad eller stoppad.")
    return _("Försenade: %(late)s. Stoppade: %(stopped)s.", late=format_number(late), stopped=format_number(stopped))


def table_rows(whole: WholePlan, links: dict[int, Any]) -> list[list[Any]]:
    """One row per action, with where it belongs, for the tables under both drawings. `links`: each action's name as a link."""
    return [
        [
            links[action.row.id],
            priority.row.title,
            area.row.title,
            action.owner,
            format_date(action.row.starts_on),
            format_date(action.row.ends_on),
            STATUS[action.row.status],
        ]
        for priority in whole.priorities
        for area in priority.areas
        for action in area.actions
    ]
