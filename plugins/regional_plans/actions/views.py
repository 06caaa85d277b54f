"""Pages of actions: the list, one action and its history, and where it is written and reported."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from core.db import atomic
from core.errors import DomainError, NotFound
from core.files.sheets import Kind, download
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import public, requires
from core.web.context import current_region, current_user, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.regional_plans.actions import export, queries, service, words
from plugins.regional_plans.actions.forms import ActionForm, FilterForm, IndicatorForm, MeasureForm, ReportForm
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.actions.queries import Filters
from plugins.regional_plans.fields import line, organisations
from plugins.regional_plans.permissions import MANAGE, READ, REPORT
from plugins.regional_plans.plans import queries as plans
from plugins.regional_plans.plans import service as plan_service
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.plans.views import ONE, readable
from plugins.regional_plans.status import service as status
from plugins.regional_plans.views import MAX_ID, bp

ACTION = f"{ONE}/actions/<int(max={MAX_ID}):action_id>"
INDICATOR = f"{ACTION}/indicators/<int(max={MAX_ID}):indicator_id>"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


@bp.get(f"{ONE}/actions")
@public("GET")
def actions(plan_id: int) -> str:
    """The plan's actions, filtered."""
    region = current_region()
    found = readable(region, plan_id)
    owners = queries.owners(found)
    form = FilterForm(owners, request.args)
    filters = Filters(form.status.data or "", form.owner.data or "", form.late.data == "1")
    return render_template(
        "regional_plans/actions/list.html",
        plan=found,
        page=queries.page(found, filters, number=request.args.get("page", 1, type=int)),
        form=form,
        chips=_chips(found, filters, dict(owners)),
        words=words,
    )


@bp.get(f"{ONE}/actions.<any(csv, xlsx):kind>")
@public("GET")
def actions_file(plan_id: int, kind: Kind) -> Response:
    """The list as a file. Contacts are in it for the plan's own people alone."""
    region, user = current_region(), current_user()
    found = readable(region, plan_id)
    form = FilterForm(queries.owners(found), request.args)
    filters = Filters(form.status.data or "", form.owner.data or "", form.late.data == "1")
    rows = export.rows(queries.everything(found, filters), contacts=may(user, region, MANAGE))
    return download(kind, f"{_('insatser')}-{region.slug}", export.header(contacts=may(user, region, MANAGE)), rows)


def _chips(plan: Plan, filters: Filters, owners: dict[int, str]) -> list[tuple[Any, str]]:
    """The filters that are on, each with the address without it."""
    labels: dict[str, Any] = {}
    if filters.status in set(ActionStatus):
        labels["status"] = words.STATUS[ActionStatus(filters.status)]
    if filters.owner:
        labels["owner"] = owners[int(filters.owner)]
    if filters.late:
        labels["late"] = _("Försenade")
    arguments = filters.arguments()
    return [
        (label, url_for("regional_plans.actions", plan_id=plan.id, **{k: v for k, v in arguments.items() if k != name}))
        for name, label in labels.items()
    ]


@bp.get(ACTION)
@public("GET")
def action(plan_id: int, action_id: int) -> str:
    """One action: who, when, how it goes, and what was said before."""
    region, user = current_region(), current_user()
    of = readable(region, plan_id)
    found = queries.action(of, action_id)
    open_ = of.status != PlanStatus.CLOSED
    return render_template(
        "regional_plans/actions/action.html",
        plan=of,
        found=found,
        owner=queries.owner_of(found),
        partners=queries.partners(found),
        indicators=queries.indicators(found),
        reports=queries.reports(found),
        contact=queries.contact_of(found) if may(user, region, READ) else None,
        manages=open_ and may(user, region, MANAGE),
        reports_here=of.status == PlanStatus.IN_FORCE and queries.may_report(region, user, found),
        words=words,
    )


def _to_action(of: Plan, found: Any) -> str:
    return url_for("regional_plans.action", plan_id=of.id, action_id=found.id)


@bp.route(f"{ONE}/actions/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_action(plan_id: int) -> Any:
    """Add an action."""
    return _edit(plans.plan(current_region(), plan_id, lock=request.method == "POST"), None)


@bp.route(f"{ACTION}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_action(plan_id: int, action_id: int) -> Any:
    """Change an action."""
    posted = request.method == "POST"
    of = plans.plan(current_region(), plan_id, lock=posted)
    return _edit(of, queries.action(of, action_id, lock=posted))


def _edit(of: Plan, found: Action | None) -> Any:
    region = current_region()
    whole = plans.whole(region, of.id)
    areas = [SelectChoice(str(a.row.id), f"{a.number} {a.row.title}") for p in whole.priorities for a in p.areas]
    if not areas:
        flash(_("Lägg till en prioritering och ett fokusområde först. En insats hör till ett fokusområde."), "info")
        return redirect(url_for("regional_plans.plan", plan_id=of.id))
    chosen = [each.id for each in queries.partners(found)] if found else []
    form = ActionForm(of, found, areas, organisations(region), chosen, _posted())
    if found is None and not form.focus_area_id.data:
        form.focus_area_id.data = request.args.get("area", "")

    def save() -> Action:
        area = plan_service.area_of(of, int(form.focus_area_id.data))
        partners = [int(each) for each in form.partners.data or ()]
        return service.save_action(region=region, plan=of, area=area, action=found, partners=partners, facts=form.facts())

    return save_form(
        form,
        found,
        save,
        done=_("Insatsen är sparad."),
        to=lambda saved: _to_action(of, saved),
        template="regional_plans/actions/edit.html",
        plan=of,
    )


@bp.post(f"{ACTION}/remove")
@requires(POST=MANAGE)
@once
def remove_action(plan_id: int, action_id: int) -> Any:
    """Take away an action of which nothing has been said."""
    region = current_region()
    of = plans.plan(region, plan_id, lock=True)
    found = queries.action(of, action_id, lock=True)
    try:
        with atomic():
            service.remove_action(region=region, plan=of, action=found)
        flash(_("Insatsen är borttagen."), "success")
    except DomainError as error:
        flash(error.message, "error")
        return redirect(_to_action(of, found))
    return redirect(url_for("regional_plans.plan", plan_id=of.id))


@bp.route(f"{ACTION}/report", methods=["GET", "POST"])
@requires(GET=REPORT, POST=REPORT)
@once
def report_action(plan_id: int, action_id: int) -> Any:
    """Say how an action goes, signed in: the owner's own people, or the region."""
    region, user, posted = current_region(), require_user(), request.method == "POST"
    of = plans.plan(region, plan_id)
    found = queries.action(of, action_id, lock=posted)
    if not queries.may_report(region, user, found):
        raise NotFound(plans.missing())
    form = ReportForm(found, _posted())

    def save() -> Any:
        kind, text = ActionStatus(form.status.data), (form.text.data or "").strip()
        return status.report(region=region, plan=of, action=found, status=kind, text=text, by=user, by_name=user.name)

    return save_form(
        form,
        None,
        save,
        done=_("Tack. Läget är sparat."),
        to=lambda saved: _to_action(of, found),
        template="regional_plans/actions/small.html",
        plan=of,
        action=found,
        heading=_("Hur går insatsen?"),
        button=_("Spara läget"),
    )


@bp.route(f"{ACTION}/indicators/new", methods=["GET", "POST"], defaults={"indicator_id": None})
@bp.route(f"{INDICATOR}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_indicator(plan_id: int, action_id: int, indicator_id: int | None) -> Any:
    """Add an indicator, or change one."""
    region, posted = current_region(), request.method == "POST"
    of = plans.plan(region, plan_id, lock=posted)
    owner = queries.action(of, action_id, lock=posted)
    found = queries.indicator(owner, indicator_id, lock=posted) if indicator_id is not None else None
    form = IndicatorForm(found, _posted())
    return save_form(
        form,
        found,
        lambda: service.save_indicator(region=region, plan=of, action=owner, indicator=found, facts=form.facts()),
        done=_("Indikatorn är sparad."),
        to=lambda saved: _to_action(of, owner),
        template="regional_plans/actions/small.html",
        plan=of,
        action=owner,
        heading=_("Ändra indikatorn") if found else _("Lägg till en indikator"),
        button=_("Spara indikatorn"),
    )


@bp.post(f"{INDICATOR}/remove")
@requires(POST=MANAGE)
@once
def remove_indicator(plan_id: int, action_id: int, indicator_id: int) -> Any:
    """Take away an indicator that was never measured."""
    region = current_region()
    of = plans.plan(region, plan_id, lock=True)
    owner = queries.action(of, action_id, lock=True)
    found = queries.indicator(owner, indicator_id, lock=True)
    try:
        with atomic():
            service.remove_indicator(region=region, plan=of, action=owner, indicator=found)
        flash(_("Indikatorn är borttagen."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to_action(of, owner))


@bp.route(f"{INDICATOR}/measure", methods=["GET", "POST"])
@requires(GET=REPORT, POST=REPORT)
@once
def measure(plan_id: int, action_id: int, indicator_id: int) -> Any:
    """Write down an outcome: the owner's own people, or the region."""
    region, posted = current_region(), request.method == "POST"
    of = plans.plan(region, plan_id)
    owner = queries.action(of, action_id, lock=posted)
    if of.status == PlanStatus.CLOSED or not queries.may_report(region, require_user(), owner):
        abort(404)
    found = queries.indicator(owner, indicator_id)
    form = MeasureForm(_posted())

    def save() -> Any:
        day, value = form.measured_on.data, form.value.data or 0.0
        return service.measure(region=region, action=owner, indicator=found, measured_on=day, value=value, note=line(form.note.data))  # type: ignore[arg-type]

    return save_form(
        form,
        None,
        save,
        done=_("Utfallet är sparat."),
        to=lambda saved: _to_action(of, owner),
        template="regional_plans/actions/small.html",
        plan=of,
        action=owner,
        heading=_("Utfall: %(title)s", title=found.title),
        button=_("Spara utfallet"),
    )
