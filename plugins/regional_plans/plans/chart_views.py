"""A plan as drawings: what grows from what, and when."""

from __future__ import annotations

from flask import render_template, url_for
from markupsafe import Markup

from core.clock import today
from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region
from plugins.regional_plans.plans import charts, queries
from plugins.regional_plans.plans.queries import WholePlan
from plugins.regional_plans.plans.views import ONE, readable
from plugins.regional_plans.views import bp

_LINK = Markup('<a href="{}">{} {}</a>')


def _table(whole: WholePlan) -> tuple[list[str], list[list[object]]]:
    """Header and rows of the table under a drawing."""
    header = [_("Insats"), _("Prioritering"), _("Fokusområde"), _("Ägare"), _("Börjar"), _("Slutar"), _("Läge")]
    links = {
        a.row.id: _LINK.format(url_for("regional_plans.action", plan_id=whole.row.id, action_id=a.row.id), a.number, a.row.title)
        for a in whole.actions
    }
    return header, charts.table_rows(whole, links)


@bp.get(f"{ONE}/tree")
@public("GET")
def goal_tree(plan_id: int) -> str:
    """What grows from what: vision, priorities, focus areas, actions."""
    region = current_region()
    readable(region, plan_id)
    whole = queries.whole(region, plan_id)
    header, rows = _table(whole)
    return render_template(
        "regional_plans/plans/tree.html",
        plan=whole.row,
        chart=charts.tree(whole),
        names=charts.NAMES,
        finding=charts.tree_finding(whole),
        header=header,
        rows=rows,
    )


@bp.get(f"{ONE}/timeline")
@public("GET")
def timeline(plan_id: int) -> str:
    """When each action is done."""
    region = current_region()
    readable(region, plan_id)
    whole = queries.whole(region, plan_id)
    header, rows = _table(whole)
    return render_template(
        "regional_plans/plans/timeline.html",
        plan=whole.row,
        chart=charts.timeline(whole, today()),
        names=charts.NAMES,
        finding=charts.timeline_finding(whole, today()),
        header=header,
        rows=rows,
    )
