"""Pages where the region makes referrals and follows their answers."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.audit.service import record
from core.db import atomic
from core.documents import from_data
from core.documents.page import for_page
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.exports import download_links, recorded_download
from core.web.submission import once
from plugins.role_standards.files import document_file
from plugins.role_standards.permissions import MANAGE, READ
from plugins.role_standards.referral import queries, service, summary, words
from plugins.role_standards.referral.answering import takes_answers
from plugins.role_standards.referral.forms import AskedForm, ReferralForm
from plugins.role_standards.referral.models import ReferralStatus
from plugins.role_standards.standards import queries as standards
from plugins.role_standards.views import MAX_ID, bp

ONE = f"/referrals/<int(max={MAX_ID}):referral_id>"


@bp.get("/referrals")
@requires(GET=READ)
def referrals() -> str:
    """All referrals, the latest first."""
    page = queries.listing(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("role_standards/referral/list.html", page=page, words=words)


@bp.route(f"/versions/<int(max={MAX_ID}):version_id>/referral", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_referral(version_id: int) -> Any:
    """Begin a referral of a draft."""
    region = current_region()
    version, of = standards.version(region, version_id)
    form, status = (
        ReferralForm(
            None, request.form if request.method == "POST" else None, title=_("%(title)s, version %(n)s", title=of.title, n=version.number)
        ),
        200,
    )
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.save(region=region, version=version, referral=None, facts=form.facts())
                return redirect(url_for("role_standards.referral_asked", referral_id=made.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("role_standards/referral/edit.html", form=form, version=version, of=of, found=None), status


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_referral(referral_id: int) -> Any:
    """Change it. Somebody else's change in between is told, and what was typed stays."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = queries.own_referral(region, referral_id, lock=posted)
    version, of = standards.version(region, found.version_id)
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
                    service.save(region=region, version=version, referral=found, facts=form.facts())
                flash(_("Remissen är sparad."), "success")
                return redirect(url_for("role_standards.referral", referral_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("role_standards/referral/edit.html", form=form, version=version, of=of, found=found), status


@bp.get(ONE)
@requires(GET=READ)
def referral(referral_id: int) -> str:
    """One referral: who has answered what."""
    region = current_region()
    found = queries.own_referral(region, referral_id)
    version, of = standards.version(region, found.version_id)
    asked = queries.consulted_of(found)
    return render_template(
        "role_standards/referral/referral.html",
        found=found,
        version=version,
        of=of,
        asked=asked,
        counts=queries.counts(asked),
        is_late=found.status is ReferralStatus.OPEN and not takes_answers(found),
        page=for_page(from_data(found.content)) if found.content else None,
        words=words,
        manages=may(require_user(), region, MANAGE),
        downloads=download_links("role_standards.referral_table", referral_id=found.id),
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
                return redirect(url_for("role_standards.referral", referral_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("role_standards/referral/asked.html", form=form, found=found), status


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
    return redirect(url_for("role_standards.referral", referral_id=referral_id))


@bp.get(f"{ONE}/answers.<any(csv, xlsx):form>")
@requires(GET=READ)
def referral_table(referral_id: int, form: Any) -> Response:
    """Answers as a file."""
    region = current_region()
    found = queries.own_referral(region, referral_id)
    action = "role_standards.referral.exported"
    return recorded_download(form, f"remissvar-{found.id}", summary.header(), summary.rows(found), action=action, region=region)


@bp.get(f"{ONE}/summary.<any(pdf, docx):form>")
@requires(GET=READ)
def referral_summary(referral_id: int, form: Any) -> Response:
    """The answers, as a document."""
    region = current_region()
    found = queries.own_referral(region, referral_id)
    made = summary.document(region, found)
    answer = document_file(made, f"remissvar-{found.id}", form)
    with atomic():
        record("role_standards.referral.summary_taken", region=region, subject=found.ref, format=form)
    return answer
