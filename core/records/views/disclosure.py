"""Disclosure of public records: requests, the records in them, what is masked, the decision, the copy."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import StringField
from wtforms.validators import Length

from core.clock import today
from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.plugins.declarations import PublicRecord
from core.records import disclosure
from core.records.forms import CaseForm, DecisionForm, FindForm
from core.records.models import DisclosureCase, DisclosureRecord
from core.records.wording import DECISION
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.forms import Form
from core.web.submission import once

bp = Blueprint("core_disclosure", __name__, url_prefix="/r/<region>/admin/disclosure")
MAY = "core.records.disclose"


@bp.get("/")
@requires(GET=MAY)
def index() -> str:
    """The requests."""
    page = disclosure.cases(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("records/cases.html", page=page, words=DECISION)


@bp.route("/new", methods=["GET", "POST"])
@requires(GET=MAY, POST=MAY)
@once
def new() -> Any:
    """A request has come in."""
    form = CaseForm(data={"received_on": today()})
    if form.validate_on_submit():
        try:
            with atomic():
                case = disclosure.open_case(
                    region=current_region(),
                    request=form.request.data,
                    received_on=form.received_on.data,
                    requester=form.requester.data or "",
                    actor=require_user(),
                )
            return redirect(url_for("core_disclosure.case", case_id=case.id))
        except DomainError as error:
            form.add_error(error)
    return render_template("records/new_case.html", form=form)


@bp.route("/<int:case_id>", methods=["GET", "POST"])
@requires(GET=MAY, POST=MAY)
@once
def case(case_id: int) -> Any:
    """One request: find and choose records, judge them, decide."""
    region, found = current_region(), get(DisclosureCase, case_id)
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            with atomic():
                disclosure.decide(
                    region=region, case_id=case_id, decision=form.decision.data, reasons=form.reasons.data or "", actor=require_user()
                )
            flash(_("Beslutet är sparat. Nu kan du skriva ut kopian."), "success")
            return redirect(url_for("core_disclosure.case", case_id=case_id))
        except DomainError as error:
            form.add_error(error)
    there = disclosure.records_of(found)
    search = FindForm(request.args)
    chosen = {row.ref for row in there}
    hits = [hit for hit in disclosure.find(region, search.q.data or "") if hit.ref not in chosen] if found.decision is None else []
    return render_template(
        "records/case.html", case=found, rows=there, form=form, search=search, hits=hits, words=DECISION, titles=_titles(there)
    )


def _titles(rows: Any) -> dict[str, str]:
    return {copy.ref: copy.title for row in rows[:1] for copy in disclosure.copies(current_region(), get(DisclosureCase, row.case_id))}


@bp.post("/<int:case_id>/records")
@requires(POST=MAY)
@once
def add(case_id: int) -> Any:
    """Put a record in the case, and judge it."""
    try:
        with atomic():
            row = disclosure.add(region=current_region(), case_id=case_id, ref=request.form.get("ref", "")[:160])
        return redirect(url_for("core_disclosure.judge", record_id=row.id))
    except DomainError as error:
        flash(error.message, "info")
    return redirect(url_for("core_disclosure.case", case_id=case_id))


@bp.route("/records/<int:record_id>", methods=["GET", "POST"])
@requires(GET=MAY, POST=MAY)
@once
def judge(record_id: int) -> Any:
    """Say which fields of a record are masked, each with its paragraph."""
    region, row = current_region(), get(DisclosureRecord, record_id)
    found = disclosure.text(region, row.ref)
    form = _mask_form(found)(data=row.masked)
    if form.validate_on_submit():
        try:
            with atomic():
                paragraphs = {field.name: form[field.name].data or "" for field in found.fields}
                disclosure.mask(
                    region=region, record_id=record_id, paragraphs=paragraphs, reason=form["mask_reason"].data or "", actor=require_user()
                )
            return redirect(url_for("core_disclosure.case", case_id=row.case_id))
        except DomainError as error:
            form.add_error(error)
    return render_template("records/judge.html", form=form, record=found, case_id=row.case_id)


def _mask_form(found: PublicRecord) -> type[Form]:
    fields: dict[str, Any] = {
        field.name: StringField(field.label, [Length(max=20)], description=" ".join(t for t in (field.value, str(field.why)) if t) or "–")
        for field in found.fields
    }
    reason = StringField(_("Anteckning om varför"), [Length(max=300)])
    return type("MaskForm", (Form,), {**fields, "mask_reason": reason})


@bp.post("/records/<int:record_id>/remove")
@requires(POST=MAY)
@once
def remove(record_id: int) -> Any:
    """Take a record out of the case."""
    row = get(DisclosureRecord, record_id)
    case_id = row.case_id
    try:
        with atomic():
            disclosure.remove(region=current_region(), record_id=record_id)
    except DomainError as error:
        flash(error.message, "info")
    return redirect(url_for("core_disclosure.case", case_id=case_id))


@bp.get("/<int:case_id>/copy")
@requires(GET=MAY)
def copy(case_id: int) -> str:
    """What is handed out, to print, with the decision and how to appeal."""
    found = get(DisclosureCase, case_id)
    return render_template("records/copy.html", case=found, copies=disclosure.copies(current_region(), found), words=DECISION)


@bp.get("/<int:case_id>/copy.txt")
@requires(GET=MAY)
def plain_copy(case_id: int) -> Response:
    """The same as plain text."""
    found = get(DisclosureCase, case_id)
    answer = Response(disclosure.as_text(disclosure.copies(current_region(), found)), mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename=f"handlingar-{case_id}.txt")
    answer.headers["Cache-Control"] = "no-store"
    return answer
