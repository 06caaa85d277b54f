"""Pages of yearly reports: for everybody those that are adopted, for the plan's own people also drafts."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.documents import Document, from_data
from core.documents.page import for_page
from core.errors import DomainError
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import public, requires
from core.web.context import current_region, current_user
from core.web.editing import save_form
from core.web.limits import SEARCH, limiter
from core.web.submission import once
from plugins.regional_plans.board.queries import fingerprint
from plugins.regional_plans.files import document_file
from plugins.regional_plans.permissions import BOARD, READ
from plugins.regional_plans.plans.service import own_plan
from plugins.regional_plans.report import queries, service, words
from plugins.regional_plans.report.basis import gather
from plugins.regional_plans.report.compose import chapters
from plugins.regional_plans.report.forms import AdoptForm, YearForm, field_of, write_form
from plugins.regional_plans.report.models import AnnualReport, ReportStatus
from plugins.regional_plans.settings import plan_settings
from plugins.regional_plans.views import MAX_ID, bp

ONE = f"/reports/<int(max={MAX_ID}):report_id>"


@bp.get("/reports")
@public("GET")
def reports() -> str:
    """The yearly reports."""
    region = current_region()
    reads = may(current_user(), region, READ)
    page = queries.listing(region, adopted_only=not reads, number=request.args.get("page", 1, type=int))
    return render_template("regional_plans/report/list.html", page=page, words=words, reads=reads)


@bp.route(f"/plans/<int(max={MAX_ID}):plan_id>/report", methods=["GET", "POST"])
@requires(GET=BOARD, POST=BOARD)
@once
def new_report(plan_id: int) -> Any:
    """Begin the report of a year."""
    region = current_region()
    plan = own_plan(region, plan_id, lock=request.method == "POST")
    form = YearForm(request.form if request.method == "POST" else None)
    return save_form(
        form,
        None,
        lambda: service.begin(region=region, plan=plan, year=form.year.data or 0),
        done=_("Årsrapporten är påbörjad. Läs den, och skriv inledning och sammanfattningar."),
        to=lambda made: url_for("regional_plans.annual_report", report_id=made.id),
        template="regional_plans/report/new.html",
        plan=plan,
    )


@bp.get(ONE)
@public("GET")
@limiter.limit(SEARCH)
def annual_report(report_id: int) -> str:
    """The report, as it reads now or as it was adopted."""
    region, user = current_region(), current_user()
    found = _readable(report_id)
    return render_template(
        "regional_plans/report/report.html",
        found=found,
        page=for_page(_document(found)),
        words=words,
        manages=may(user, region, BOARD),
        whole=not found.content or fingerprint(found.content) == found.fingerprint,
    )


@bp.get(f"{ONE}.<any(pdf, docx):form>")
@public("GET")
@limiter.limit(SEARCH)
def report_file(report_id: int, form: Any) -> Response:
    """The report as a file."""
    found = _readable(report_id)
    draft = "" if found.content else "-utkast"
    return document_file(_document(found), f"arsrapport-{found.year}{draft}", form)


@bp.route(f"{ONE}/write", methods=["GET", "POST"])
@requires(GET=BOARD, POST=BOARD)
@once
def write_report(report_id: int) -> Any:
    """Write the introduction and a summary for each chapter."""
    region = current_region()
    found = queries.own_report(region, report_id, lock=request.method == "POST")
    names = chapters(gather(region, found.plan_id, found.year))
    form = write_form(found, names, request.form if request.method == "POST" else None)

    def save() -> AnnualReport:
        return service.write(
            region=region,
            report=found,
            title=(form.title.data or "").strip(),
            introduction=(form.introduction.data or "").strip(),
            summaries=form.summaries(names),
        )

    return save_form(
        form,
        found,
        save,
        done=_("Texterna är sparade."),
        to=lambda made: url_for("regional_plans.annual_report", report_id=made.id),
        template="regional_plans/report/write.html",
        chapters=names,
        field_of=field_of,
    )


@bp.route(f"{ONE}/adopt", methods=["GET", "POST"])
@requires(GET=BOARD, POST=BOARD)
@once
def adopt_report(report_id: int) -> Any:
    """Freeze the report and show it to everybody."""
    region = current_region()
    found = queries.own_report(region, report_id, lock=request.method == "POST")
    form = AdoptForm(found, plan_settings(region).board_name, request.form if request.method == "POST" else None)
    return save_form(
        form,
        found,
        lambda: service.adopt(region=region, report_id=found.id, facts=form.facts()),
        done=_("Årsrapporten är antagen. Den ändras inte längre, och alla kan läsa den."),
        to=lambda made: url_for("regional_plans.annual_report", report_id=made.id),
        template="regional_plans/report/adopt.html",
    )


@bp.post(f"{ONE}/remove")
@requires(POST=BOARD)
@once
def remove_report(report_id: int) -> Any:
    """Throw away a draft."""
    region = current_region()
    found = queries.own_report(region, report_id, lock=True)
    try:
        with atomic():
            service.remove(region=region, report=found)
        flash(_("Utkastet är borttaget."), "success")
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("regional_plans.annual_report", report_id=report_id))
    return redirect(url_for("regional_plans.reports"))


def _readable(report_id: int) -> AnnualReport:
    region = current_region()
    return queries.own_report(region, report_id, adopted_only=not may(current_user(), region, READ))


def _document(found: AnnualReport) -> Document:
    if found.status is ReportStatus.ADOPTED:
        return from_data(found.content)
    return service.document(current_region(), found)
