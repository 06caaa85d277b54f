"""The administrators' pages of mail: the log, and the region's own words."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind
from core.i18n import LANGUAGES, language
from core.i18n import gettext as _
from core.mail import editing, queries
from core.mail.forms import WordsForm
from core.mail.remedies import remedy
from core.mail.service import retry_mail
from core.mail.templates import own, standard
from core.plugins.declarations import MailTemplate
from core.plugins.enablement import is_enabled
from core.plugins.registry import registry
from core.web.access import requires
from core.web.context import current_region
from core.web.exports import download_links, local_time, recorded_download
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_mail", __name__, url_prefix="/r/<region>/admin")
READ, MANAGE = "core.mail.read", "core.mail.manage"
_FILTERS = ("state", "kind", "to")


@bp.get("/mail")
@requires(GET=READ)
def log() -> str:
    """What has been sent, what waits, and what went wrong and what to do about it. Never what a mail says."""
    region = current_region()
    wanted = _wanted()
    page = queries.log(region, number=request.args.get("page", 1, type=int), **wanted)
    return render_template(
        "mail/log.html",
        page=page,
        counts=queries.counts(region),
        kinds=[(name, queries.title_of(name)) for name in queries.kinds(region)],
        state=wanted["state"],
        kind=wanted["kind"],
        to=wanted["recipient"],
        title_of=queries.title_of,
        remedy=remedy,
        downloads=download_links("core_mail.export", **{name: request.args[name] for name in _FILTERS if request.args.get(name)}),
    )


def _wanted() -> dict[str, str]:
    return {
        "state": request.args.get("state", "")[:10],
        "kind": request.args.get("kind", "")[:80],
        "recipient": request.args.get("to", "").strip()[:254],
    }


@bp.get("/mail.csv", defaults={"form": "csv"})
@bp.get("/mail.xlsx", defaults={"form": "xlsx"})
@requires(GET=READ)
@recent_sign_in()
def export(form: Kind) -> Response:
    """The log as a file. Never what a mail says."""
    region = current_region()
    rows = (
        [
            mail.recipient,
            queries.title_of(mail.kind),
            local_time(mail.created_at),
            local_time(mail.sent_at),
            local_time(mail.failed_at),
            mail.error,
        ]
        for mail in queries.whole_log(region, **_wanted())
    )
    header = [_("Mottagare"), _("Slag"), _("Skrevs"), _("Skickat"), _("Gick inte att skicka"), _("Fel")]
    return recorded_download(form, _("mejl"), header, rows, action="core.mail.exported", region=region)


@bp.post("/mail/<int:mail_id>/retry")
@requires(POST=MANAGE)
@once
def retry(mail_id: int) -> Any:
    """Let a mail that was given up try again."""
    region = current_region()
    try:
        with atomic():
            retry_mail(queries.of_region(region, mail_id), region=region)
        flash(_("Mejlet skickas om."), "success")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "info")
    return redirect(url_for("core_mail.log", state=queries.FAILED))


@bp.get("/mail-templates")
@requires(GET=MANAGE)
def templates() -> str:
    """The kinds of mail whose words the region can choose."""
    written = queries.own_templates(current_region())
    rows = [(found, [code for code in LANGUAGES if (found.kind, code) in written]) for found in _editable()]
    return render_template("mail/templates.html", rows=rows, names=LANGUAGES)


def _editable() -> list[MailTemplate]:
    region = current_region()
    return [found for owner, found in registry().mail_templates.values() if found.regional and is_enabled(region, owner)]


@bp.route("/mail-templates/<kind>/<code>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def words(kind: str, code: str) -> Any:
    """Write the region's own words, look at them with made-up data, and use them."""
    region = current_region()
    found = next((t for t in _editable() if t.kind == kind), None)
    if found is None or code not in LANGUAGES:
        abort(404)
    row = own(region, kind, code)
    shown = row or standard(kind, code)
    form = WordsForm(data={"subject": shown.subject, "body": shown.body, "version": str(row.version) if row else ""})
    seen = None
    if form.validate_on_submit():
        subject, body, version = form.subject.data or "", form.body.data or "", form.version.data or ""
        try:
            if request.form.get("action") == "preview":
                seen = editing.preview(kind=kind, tongue=code, subject=subject, body=body)
            else:
                number = int(version) if version.isdecimal() else None
                with atomic():
                    editing.write(region=region, kind=kind, tongue=code, subject=subject, body=body, version=number)
                flash(_("Texten är sparad och används från och med nästa mejl."), "success")
                return redirect(url_for("core_mail.templates"))
        except editing.FaultyWords as error:
            for field, message in error.faults:
                form[field].errors = [*form[field].errors, message]
        except DomainError as error:
            form.add_error(error)
    elif request.method == "GET":
        seen = editing.preview(kind=kind, tongue=code, subject=shown.subject, body=shown.body)
    return render_template(
        "mail/words.html", form=form, template=found, code=code, names=LANGUAGES, own=row is not None, seen=seen, tongue=language()
    )


@bp.post("/mail-templates/<kind>/<code>/reset")
@requires(POST=MANAGE)
@once
def reset(kind: str, code: str) -> Any:
    """Use the standard's words again."""
    if code not in LANGUAGES or kind not in {found.kind for found in _editable()}:
        abort(404)
    with atomic():
        editing.reset(region=current_region(), kind=kind, tongue=code)
    flash(_("Standardtexten används igen."), "success")
    return redirect(url_for("core_mail.words", kind=kind, code=code))
