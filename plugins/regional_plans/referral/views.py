"""Pages where the region makes referrals, follows them, and meets remarks."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.audit.service import record
from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.exports import download_links, recorded_download
from core.web.submission import once
from plugins.regional_plans.files import document_file
from plugins.regional_plans.permissions import MANAGE, READ
from plugins.regional_plans.plans.service import own_plan
from plugins.regional_plans.referral import queries, service, summary, words
from plugins.regional_plans.referral.forms import AskedForm, MeetForm, ReferralForm, RemarkFilter
from plugins.regional_plans.referral.models import Met
from plugins.regional_plans.views import MAX_ID, bp

ONE = f"/referrals/<int(max={MAX_ID}):referral_id>"


@bp.get("/referrals")
@requires(GET=READ)
def referrals() -> str:
    """All referrals, the latest first."""
    page = queries.listing(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("regional_plans/referral/list.html", page=page, words=words)


@bp.route(f"/plans/<int(max={MAX_ID}):plan_id>/referral", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_referral(plan_id: int) -> Any:
    """Begin a referral of a plan."""
    region = current_region()
    plan = own_plan(region, plan_id)
    form, status = ReferralForm(None, request.form if request.method == "POST" else None, title=plan.title), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.save(region=region, plan=plan, referral=None, facts=form.facts())
                return redirect(url_for("regional_plans.referral_asked", referral_id=made.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("regional_plans/referral/edit.html", form=form, plan=plan, found=None), status


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_referral(referral_id: int) -> Any:
    """Change it. Somebody else's change in between is told, and what was typed stays."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = queries.own_referral(region, referral_id, lock=posted)
    plan = own_plan(region, found.plan_id)
    form = ReferralForm(found, request.form if posted else None)
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.save(region=region, plan=plan, referral=found, facts=form.facts())
                flash(_("Remissen är sparad."), "success")
                return redirect(url_for("regional_plans.referral", referral_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("regional_plans/referral/edit.html", form=form, plan=plan, found=found), status


@bp.get(ONE)
@requires(GET=READ)
def referral(referral_id: int) -> str:
    """One referral: who has answered what, and what is left to meet."""
    region = current_region()
    found = queries.own_referral(region, referral_id)
    return render_template(
        "regional_plans/referral/referral.html",
        found=found,
        plan=own_plan(region, found.plan_id),
        asked=queries.consulted_of(found),
        per_asked=queries.remarks_per_asked(found),
        counts=queries.counts(found),
        words=words,
        manages=may(require_user(), region, MANAGE),
        downloads=download_links("regional_plans.referral_table", referral_id=found.id),
    )


@bp.route(f"{ONE}/asked", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def referral_asked(referral_id: int) -> Any:
    """Say who is to answer."""
    region = current_region()
    found = queries.own_referral(region, referral_id, lock=request.method == "POST")
    form, status = AskedForm(request.form if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.add_asked(region=region, referral=found, asked=form.rows())
                flash(ngettext("%(num)s organisation är tillagd.", "%(num)s organisationer är tillagda.", made), "success")
                return redirect(url_for("regional_plans.referral", referral_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("regional_plans/referral/asked.html", form=form, found=found), status


@bp.post(f"{ONE}/asked/<int(max={MAX_ID}):consulted_id>/remove")
@requires(POST=MANAGE)
@once
def remove_asked(referral_id: int, consulted_id: int) -> Any:
    """Ask an organisation no longer."""
    found = queries.own_referral(current_region(), referral_id, lock=True)
    row = queries.consulted(found, consulted_id, lock=True)

    def act() -> str:
        service.remove_asked(region=current_region(), referral=found, consulted=row)
        return _("%(name)s är borttagen.", name=row.name)

    return _did(referral_id, act)


@bp.post(f"{ONE}/send")
@requires(POST=MANAGE)
@once
def send_referral(referral_id: int) -> Any:
    """Freeze the draft and mail everybody."""

    def act() -> str:
        service.send(region=current_region(), referral_id=referral_id)
        return _("Remissen är skickad. Utkastet är sparat så som det är nu.")

    return _did(referral_id, act)


@bp.post(f"{ONE}/remind")
@requires(POST=MANAGE)
@once
def remind_referral(referral_id: int) -> Any:
    """Mail those who have not answered."""

    def act() -> str:
        found = queries.own_referral(current_region(), referral_id, lock=True)
        told = service.remind(region=current_region(), referral=found)
        if not told:
            return _("Ingen behövde påminnas. Samma organisation påminns högst en gång per dag.")
        return ngettext("%(num)s påminnelse är skickad.", "%(num)s påminnelser är skickade.", told)

    return _did(referral_id, act)


@bp.post(f"{ONE}/close")
@requires(POST=MANAGE)
@once
def close_referral(referral_id: int) -> Any:
    """Take no more answers."""

    def act() -> str:
        service.close(region=current_region(), referral_id=referral_id)
        return _("Remissen är avslutad.")

    return _did(referral_id, act)


def _did(referral_id: int, act: Any) -> Any:
    try:
        with atomic():
            said = act()
        flash(said, "success")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
    return redirect(url_for("regional_plans.referral", referral_id=referral_id))


@bp.get(f"{ONE}/remarks")
@requires(GET=READ)
def remarks(referral_id: int) -> str:
    """The remarks, part by part, each with how it is met."""
    found = queries.own_referral(current_region(), referral_id)
    form = RemarkFilter(service.parts_of(found), queries.consulted_of(found), request.args)
    chosen: dict[str, str] = {}
    for field in form:
        labels = {choice.value: str(choice.label) for choice in field.choices}
        field.data = field.data if field.data in labels else ""
        if field.data:
            chosen[field.name] = labels[field.data]
    filters = queries.Filters(part=form.part.data, met=form.met.data, who=int(form.who.data or 0))
    kept = filters.arguments()
    chips = [
        (label, url_for("regional_plans.remarks", referral_id=found.id, **{key: value for key, value in kept.items() if key != name}))
        for name, label in chosen.items()
    ]
    page = queries.remarks(found, filters, number=request.args.get("page", 1, type=int))
    manages = may(require_user(), current_region(), MANAGE)
    return render_template(
        "regional_plans/referral/remarks.html", found=found, form=form, chips=chips, page=page, words=words, manages=manages
    )


@bp.route(f"{ONE}/remarks/<int(max={MAX_ID}):remark_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def meet_remark(referral_id: int, remark_id: int) -> Any:
    """Say what becomes of a remark, and why."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = queries.own_referral(region, referral_id)
    row, whose = queries.own_remark(found, remark_id, lock=posted)
    form = MeetForm(row, request.form if posted else None)
    if posted:
        status = 422
        if form.version.data != str(row.version):
            status = 409
            form.version.process_data(str(row.version))
            form.add_error(DomainError(_("Synpunkten eller svaret på den har ändrats under tiden. Läs den igen och spara sedan.")))
        elif form.validate():
            try:
                with atomic():
                    service.meet(region=region, referral=found, remark=row, met=Met(form.met.data), reply=(form.reply.data or "").strip())
                flash(_("Sparat."), "success")
                return redirect(url_for("regional_plans.remarks", referral_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("regional_plans/referral/meet.html", form=form, found=found, remark=row, whose=whose, words=words), status


@bp.get(f"{ONE}/remarks.<any(csv, xlsx):form>")
@requires(GET=READ)
def referral_table(referral_id: int, form: Any) -> Response:
    """Answers and remarks as a file."""
    region = current_region()
    found = queries.own_referral(region, referral_id)
    action = "regional_plans.referral.exported"
    return recorded_download(form, f"remissvar-{found.id}", summary.header(), summary.rows(found), action=action, region=region)


@bp.get(f"{ONE}/summary.<any(pdf, docx):form>")
@requires(GET=READ)
def referral_summary(referral_id: int, form: Any) -> Response:
    """The remarks and how they are met, as a document."""
    region = current_region()
    found = queries.own_referral(region, referral_id)
    made = summary.document(region, found)
    answer = document_file(made, f"remissvar-{found.id}", form)
    with atomic():
        record("regional_plans.referral.summary_taken", region=region, subject=found.ref, format=form)
    return answer
