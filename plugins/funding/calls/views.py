"""Pages of calls: the watch list, one call, and where it is written."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind, download
from core.i18n import gettext as _
from core.plugins import hooks
from core.taxonomy import queries as taxonomy
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.funding.calls import queries, service
from plugins.funding.calls.forms import CallForm, FilterForm
from plugins.funding.calls.matching import matches
from plugins.funding.calls.models import FundingCall
from plugins.funding.calls.queries import Filters
from plugins.funding.permissions import MANAGE_CALLS, MANAGE_PROJECTS, READ_CALLS
from plugins.funding.views import MAX_ID, bp

ONE = f"/calls/<int(max={MAX_ID}):call_id>"


def _filters() -> tuple[FilterForm, Filters]:
    form = FilterForm(queries.funders(current_region()), request.args)
    return form, Filters((form.q.data or "").strip(), form.when.data or "", form.funder.data or "")


@bp.get("/")
@requires(GET=READ_CALLS)
def calls() -> str:
    """The watch list."""
    region, user = current_region(), require_user()
    form, filters = _filters()
    return render_template(
        "funding/calls/list.html",
        page=queries.page(region, filters, user, number=request.args.get("page", 1, type=int)),
        form=form,
        chips=_chips(form, filters),
        manages=may(user, region, MANAGE_CALLS),
        today=today(),
    )


def _chips(form: FilterForm, filters: Filters) -> list[tuple[Any, str]]:
    words = {choice.value: choice.label for choice in form.when.choices}
    labels = {"q": filters.q, "when": words[filters.when] if filters.when else "", "funder": filters.funder}
    arguments = filters.arguments()
    return [
        (label, url_for("funding.calls", **{key: value for key, value in arguments.items() if key != name}))
        for name, label in labels.items()
        if label
    ]


@bp.get("/calls.csv", defaults={"kind": "csv"})
@bp.get("/calls.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ_CALLS)
def calls_file(kind: Kind) -> Response:
    """The watch list as a file."""
    region = current_region()
    header = [
        _("Utlysning"), _("Finansiär"), _("Program"), _("Öppnar"), _("Stänger"), _("Lägsta belopp"), _("Högsta belopp"),
        _("Medfinansiering i procent"), _("Webbadress"),
    ]  # fmt: skip
    rows = [
        [
            each.title, each.funder, each.programme, each.opens_on or "", each.closes_on, each.amount_min or "", each.amount_max or "",
            "" if each.co_financing is None else each.co_financing, each.url,
        ]
        for each in queries.everything(region, _filters()[1], require_user())
    ]  # fmt: skip
    return download(kind, f"{_('utlysningar')}-{region.slug}", header, rows)


@bp.get(ONE)
@requires(GET=READ_CALLS)
def call(call_id: int) -> str:
    """One call, and the focus areas of the plan that it fits."""
    region, user = current_region(), require_user()
    found = queries.call(call_id)
    areas = hooks.for_region(region).focus_areas()
    codes = {code for area in areas for code in area.occupation_groups} | set(found.occupation_groups)
    names = {code: group.name for code, group in taxonomy.groups(sorted(codes)).items()}
    return render_template(
        "funding/calls/call.html",
        found=found,
        has_plan=bool(areas),
        matches=matches(found, areas, names),
        group_names=names,
        watch=queries.watch(found, user),
        manages=may(user, region, MANAGE_CALLS),
        writes=may(user, region, MANAGE_PROJECTS),
        is_open=found.withdrawn_at is None and found.closes_on >= today(),
    )


@bp.route("/calls/new", methods=["GET", "POST"])
@requires(GET=MANAGE_CALLS, POST=MANAGE_CALLS)
@once
def new_call() -> Any:
    """Add a call."""
    return _edit(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE_CALLS, POST=MANAGE_CALLS)
@once
def edit_call(call_id: int) -> Any:
    """Change a call."""
    return _edit(queries.call(call_id, lock=request.method == "POST"))


def _edit(found: FundingCall | None) -> Any:
    region = current_region()
    form = CallForm(found, request.form if request.method == "POST" else None)
    return save_form(
        form,
        found,
        lambda: service.save_call(region=region, call=found, facts=form.facts()),
        done=_("Utlysningen är sparad."),
        to=lambda saved: url_for("funding.call", call_id=saved.id),
        template="funding/calls/edit.html",
    )


@bp.post(f"{ONE}/withdraw")
@requires(POST=MANAGE_CALLS)
@once
def withdraw_call(call_id: int) -> Any:
    """The funder took the call back."""
    found = queries.call(call_id, lock=True)
    try:
        with atomic():
            service.withdraw_call(region=current_region(), call=found)
        flash(_("Utlysningen är tillbakadragen."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("funding.call", call_id=call_id))


@bp.post(f"{ONE}/watch")
@requires(POST=READ_CALLS)
@once
def watch_call(call_id: int) -> Any:
    """Watch a call, or stop."""
    found, wanted = queries.call(call_id, lock=True), request.form.get("to") == "on"
    with atomic():
        service.set_watch(region=current_region(), call=found, user=require_user(), wanted=wanted)
    flash(_("Du får veta innan utlysningen stänger.") if wanted else _("Du bevakar inte utlysningen längre."), "success")
    return redirect(url_for("funding.call", call_id=call_id))
