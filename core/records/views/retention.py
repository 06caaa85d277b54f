"""Retention: what is decided, what would go, what has gone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from core.db import atomic, utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.jobs import enqueue
from core.records import retention
from core.records.forms import FOR_A_TIME, FOREVER, HoldForm, RuleForm
from core.records.wording import kept_for
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_retention", __name__, url_prefix="/r/<region>/admin/retention")
MANAGE = "core.records.manage"


@bp.get("/")
@requires(GET=MANAGE)
def index() -> str:
    """Every kind of record with what is proposed and what is decided, and the stops in force."""
    region = current_region()
    kinds = retention.kinds(region)
    return render_template("records/retention.html", kinds=kinds, holds=retention.holds(region), kept_for=kept_for, titles=_titles(kinds))


@bp.route("/rules/<name>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in(methods=("POST",))
@once
def rule(name: str) -> Any:
    """Put a decision of the region into force."""
    region = current_region()
    kind = retention.kind(region, name)
    current = kind.rule
    form = RuleForm(data=None if current is None else _values(current))
    if form.validate_on_submit():
        try:
            with atomic():
                retention.decide(
                    region=region,
                    name=name,
                    years=(form.years.data or 0) if form.keep.data == FOR_A_TIME else None,
                    months=form.months.data or 0,
                    decision=form.decision.data,
                    decided_on=form.decided_on.data,
                    decided_by=form.decided_by.data,
                    actor=require_user(),
                )
            flash(_("Beslutet gäller från och med nu."), "success")
            return redirect(url_for("core_retention.index"))
        except DomainError as error:
            form.add_error(error)
    history = retention.history(region, name)
    return render_template("records/rule.html", form=form, kind=kind, history=history, kept_for=kept_for)


def _values(current: Any) -> dict[str, Any]:
    keep = FOREVER if current.keep_years is None else FOR_A_TIME
    return {"keep": keep, "years": current.keep_years, "months": current.keep_months}


@bp.get("/preview")
@requires(GET=MANAGE)
def preview() -> str:
    """What would go if the run were now."""
    return render_template("records/preview.html", due=retention.preview(current_region(), utcnow()))


@bp.post("/run")
@requires(POST=MANAGE)
@recent_sign_in()
@once
def run() -> Any:
    """Ask for a run now rather than at night."""
    with atomic():
        enqueue("core.dispose_records", region=current_region(), user_id=require_user().id)
    flash(_("Gallringen är beställd. Läs in sidan igen om en stund för att se vad som gallrats."), "success")
    return redirect(url_for("core_retention.log"))


@bp.get("/log")
@requires(GET=MANAGE)
def log() -> str:
    """What has gone, when, and by which decision."""
    region = current_region()
    return render_template("records/log.html", runs=retention.runs(region), titles=_titles(retention.kinds(region)))


def _titles(kinds: list[retention.Kind]) -> dict[str, Any]:
    return {each.type.name: each.type.title for each in kinds}


@bp.route("/stop", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def stop() -> Any:
    """Stop the disposal of a kind of record, or of one record."""
    region, form = current_region(), HoldForm()
    kinds = retention.kinds(region)
    form.record_type.choices = [
        SelectChoice("", _("Välj")),
        *(SelectChoice(k.type.name, str(k.type.title)) for k in kinds if k.type.per_region),
    ]
    if request.method == "POST" and form.validate():
        try:
            with atomic():
                retention.hold(
                    region=region,
                    name=form.record_type.data or "",
                    subject=(form.subject.data or "").strip(),
                    reason=form.reason.data,
                    actor=require_user(),
                )
            flash(_("Gallringen är stoppad."), "success")
            return redirect(url_for("core_retention.index"))
        except DomainError as error:
            form.add_error(error)
    return render_template("records/stop.html", form=form)


@bp.post("/stop/<int:hold_id>/lift")
@requires(POST=MANAGE)
@recent_sign_in()
@once
def lift(hold_id: int) -> Any:
    """End a stop."""
    with atomic():
        retention.lift(region=current_region(), hold_id=hold_id)
    flash(_("Gallringsstoppet är hävt."), "success")
    return redirect(url_for("core_retention.index"))
