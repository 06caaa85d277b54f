"""Pages where the agenda and the minutes are written: items, who came, decisions, approval."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from core.clock import today
from core.db import get
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.editing import save_form
from core.web.format import format_date
from core.web.submission import once
from plugins.regional_plans.fields import line, organisations
from plugins.regional_plans.meetings import queries, service
from plugins.regional_plans.meetings.forms import AdjustForm, DecisionFilter, DecisionForm, ItemForm, PresenceForm
from plugins.regional_plans.meetings.models import GroupMeeting
from plugins.regional_plans.meetings.views import MEETING, act, posted, to_meeting
from plugins.regional_plans.permissions import MEETINGS, READ
from plugins.regional_plans.plans import queries as plans
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.plans.views import ONE
from plugins.regional_plans.views import MAX_ID, bp

ITEM = f"{MEETING}/items/<int(max={MAX_ID}):item_id>"
DECISION = f"{MEETING}/decisions/<int(max={MAX_ID}):decision_id>"


def _meeting(meeting_id: int) -> GroupMeeting:
    return queries.meeting(current_region(), meeting_id, lock=request.method == "POST")


def _save(form: Any, found: Any, save: Any, of: GroupMeeting, *, done: str, heading: str, shown: Any = None) -> Any:
    return save_form(
        form,
        found,
        save,
        done=done,
        to=lambda saved: to_meeting(of),
        template="regional_plans/meetings/edit.html",
        back_url=to_meeting(of),
        heading=heading,
        lead=of.title,
        shown=shown,
    )


@bp.route(f"{MEETING}/items/new", methods=["GET", "POST"], defaults={"item_id": None})
@bp.route(f"{ITEM}/edit", methods=["GET", "POST"])
@requires(GET=MEETINGS, POST=MEETINGS)
@once
def edit_item(meeting_id: int, item_id: int | None) -> Any:
    """Put an item on the agenda, or write in one."""
    region, of = current_region(), _meeting(meeting_id)
    found = queries.item(of, item_id, lock=request.method == "POST") if item_id is not None else None
    form = ItemForm(found, posted())
    return _save(
        form,
        found,
        lambda: service.save_item(region=region, meeting=of, item=found, facts=form.facts()),
        of,
        done=_("Punkten är sparad."),
        heading=_("Skriv i punkten") if found else _("Lägg till en punkt"),
        shown=lambda now: [(_("Punkt"), now.title), (_("Underlag"), now.text), (_("Anteckningar till protokollet"), now.minutes)],
    )


@bp.post(f"{ITEM}/move")
@requires(POST=MEETINGS)
@once
def move_item(meeting_id: int, item_id: int) -> Any:
    """Move an item up or down."""
    up = request.form.get("to") == "up"

    def change(region: Any, of: GroupMeeting) -> str:
        service.move_item(region=region, meeting=of, item=queries.item(of, item_id), up=up)
        return _("Punkten är flyttad.")

    return act(meeting_id, change)


@bp.post(f"{ITEM}/remove")
@requires(POST=MEETINGS)
@once
def remove_item(meeting_id: int, item_id: int) -> Any:
    """Take an item away."""

    def change(region: Any, of: GroupMeeting) -> str:
        service.remove_item(region=region, meeting=of, item=queries.item(of, item_id))
        return _("Punkten är borttagen.")

    return act(meeting_id, change)


@bp.route(f"{MEETING}/presence", methods=["GET", "POST"])
@requires(GET=MEETINGS, POST=MEETINGS)
@once
def edit_presence(meeting_id: int) -> Any:
    """Write down who came."""
    region, of = current_region(), _meeting(meeting_id)
    plan = get(Plan, of.plan_id)
    seats = queries.seats(plan.group_id, of)
    members = [(s.member.id, ", ".join(p for p in (s.name or _("En ledamot"), s.organisation) if p), s.present) for s in seats]
    form = PresenceForm(of, members, posted())

    def save() -> Any:
        chosen = [int(each) for each in form.members.data or ()]
        text = (form.introduction.data or "").strip()
        service.save_presence(region=region, meeting=of, plan=plan, members=chosen, introduction=text)

    return _save(form, of, save, of, done=_("Närvaron är sparad."), heading=_("Vilka kom?"))


@bp.route(f"{MEETING}/decisions/new", methods=["GET", "POST"], defaults={"decision_id": None})
@bp.route(f"{DECISION}/edit", methods=["GET", "POST"])
@requires(GET=MEETINGS, POST=MEETINGS)
@once
def edit_decision(meeting_id: int, decision_id: int | None) -> Any:
    """Write down a decision."""
    region, of = current_region(), _meeting(meeting_id)
    found = queries.decision(of, decision_id, lock=request.method == "POST") if decision_id is not None else None
    items = [SelectChoice(str(row.id), f"§ {n} {row.title}") for n, row in enumerate(queries.items(of), 1)]
    earlier = [
        SelectChoice(
            str(row.decision.id),
            _(
                "Beslut %(n)s, %(day)s: %(text)s",
                n=row.decision.number,
                day=format_date(row.meeting.starts_at),
                text=row.decision.text[:80],
            ),
        )
        for row in queries.amendable(get(Plan, of.plan_id), before=of)
        if found is None or row.decision.id != found.id
    ]
    form = DecisionForm(found, items, earlier, organisations(region), posted())
    if found is None and request.method == "GET":
        form.item_id.data = request.args.get("item", "")
    return _save(
        form,
        found,
        lambda: service.save_decision(region=region, meeting=of, decision=found, facts=form.facts()),
        of,
        done=_("Beslutet är sparat."),
        heading=_("Ändra beslutet") if found else _("Skriv ett beslut"),
        shown=lambda now: [(_("Beslut"), now.text)],
    )


@bp.post(f"{DECISION}/done")
@requires(POST=MEETINGS)
@once
def carry_out(meeting_id: int, decision_id: int) -> Any:
    """Say that a decision is carried out, or is not."""
    done = request.form.get("done") == "1"

    def change(region: Any, of: GroupMeeting) -> str:
        service.carry_out(region=region, decision=queries.decision(of, decision_id, lock=True), done=done)
        return _("Beslutet är genomfört.") if done else _("Beslutet är inte genomfört.")

    return act(meeting_id, change)


@bp.route(f"{MEETING}/adjust", methods=["GET", "POST"])
@requires(GET=MEETINGS, POST=MEETINGS)
@once
def adjust(meeting_id: int) -> Any:
    """Approve the minutes."""
    region, of = current_region(), _meeting(meeting_id)
    form = AdjustForm(of, posted())
    return _save(
        form,
        of,
        lambda: service.adjust(region=region, meeting=of, by=line(form.by.data), on=form.on.data or today()),
        of,
        done=_("Protokollet är justerat."),
        heading=_("Justera protokollet"),
    )


@bp.get(f"{ONE}/decisions")
@requires(GET=READ)
def decisions(plan_id: int) -> str:
    """What has been decided about a plan, and what is left to carry out."""
    region = current_region()
    plan = plans.plan(region, plan_id)
    form = DecisionFilter(request.args)
    state = form.state.data if form.state.data in ("open", "done") else ""
    labels = {"open": _("Inte genomförda"), "done": _("Genomförda")}
    return render_template(
        "regional_plans/meetings/decisions.html",
        plan=plan,
        page=queries.decisions(plan, state=state, number=request.args.get("page", 1, type=int)),
        form=form,
        chips=[(labels[state], url_for("regional_plans.decisions", plan_id=plan.id))] if state else [],
        manages=may(current_user(), region, MEETINGS),
    )
