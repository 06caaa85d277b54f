"""Pages of attendance: days, registering, correcting, the list on paper; and the participant's own page by mailed link."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for

from core.audit.service import record
from core.db import atomic
from core.documents import Document, KeyFacts, Table, render_pdf
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language, ngettext
from core.web.access import public, requires
from core.web.context import current_region
from core.web.editing import save_form
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.funding.attendance import mails, queries, service
from plugins.funding.attendance.certificate import may_have
from plugins.funding.attendance.forms import CorrectionForm
from plugins.funding.participants import queries as people
from plugins.funding.participants.readings import of_participant
from plugins.funding.participants.views import PERSON, of_project
from plugins.funding.participants.words import WHERE
from plugins.funding.permissions import MANAGE_PARTICIPANTS, READ_PARTICIPANTS
from plugins.funding.projects.models import ProjectStatus
from plugins.funding.projects.queries import project as project_of
from plugins.funding.projects.views import ONE
from plugins.funding.views import MAX_ID, bp

MAX_PEOPLE = 300
ROWS_ON_PAPER = 40


@bp.get(f"{ONE}/attendance")
@requires(GET=READ_PARTICIPANTS)
def attendance(project_id: int) -> str:
    """Days with attendance."""
    project = of_project(project_id)
    page = queries.sessions(project, number=request.args.get("page", 1, type=int))
    return render_template("funding/attendance/list.html", project=project, page=page, total=queries.sum_of(project))


@bp.route(f"{PERSON}/attendance/<int(max={MAX_ID}):record_id>", methods=["GET", "POST"])
@requires(GET=MANAGE_PARTICIPANTS, POST=MANAGE_PARTICIPANTS)
@once
def correct_attendance(project_id: int, participant_id: int, record_id: int) -> Any:
    """Correct the hours of a day."""
    region, project = current_region(), of_project(project_id)
    person = people.participant(project, participant_id)
    row = queries.record_of(person, record_id, lock=request.method == "POST")
    form = CorrectionForm(row, request.form if request.method == "POST" else None)

    def save() -> None:
        service.correct(
            region=region, project=project, row=row, hours=form.hours.data or 0.0, reason=" ".join((form.reason.data or "").split())
        )

    return save_form(
        form,
        row,
        save,
        done=_("Timmarna är rättade. De ska signeras igen."),
        to=lambda saved: url_for("funding.participant", project_id=project.id, participant_id=person.id),
        template="funding/attendance/correct.html",
        project=project,
        person=person,
        name=people.shown_name(person),
        row=row,
    )


@bp.post(f"{PERSON}/sign")
@requires(POST=MANAGE_PARTICIPANTS)
@once
def sign_for(project_id: int, participant_id: int) -> Any:
    """The leader has the participant's signature on paper."""
    project = of_project(project_id)
    person = people.participant(project, participant_id, lock=True)
    with atomic():
        count = service.sign(region=current_region(), participant=person, rows=queries.of_participant(person), by_leader=True)
    flash(ngettext("%(n)s dag är signerad.", "%(n)s dagar är signerade.", count, n=count), "success")
    return redirect(url_for("funding.participant", project_id=project.id, participant_id=person.id))


@bp.post(f"{PERSON}/mail")
@requires(POST=MANAGE_PARTICIPANTS)
@once
def mail_link(project_id: int, participant_id: int) -> Any:
    """Mail the participant the link to their own page, where hours are signed."""
    project = of_project(project_id)
    person = people.participant(project, participant_id, lock=True)
    if not person.email or people.is_hidden(person):
        flash(_("Deltagaren har ingen adress att mejla till."), "error")
    else:
        with atomic():
            mails.ask_to_sign(current_region(), project, person)
        flash(_("Länken är mejlad."), "success")
    return redirect(url_for("funding.participant", project_id=project.id, participant_id=person.id))


@bp.get(f"{ONE}/attendance-list.pdf")
@requires(GET=MANAGE_PARTICIPANTS)
def paper_list(project_id: int) -> Response:
    """A list to sign on paper. Who has protected identity stands there by number alone."""
    region, project = current_region(), of_project(project_id)
    organisation = request.args.get("organisation", "")[:200]
    found = people.page(project, organisation=organisation, size=MAX_PEOPLE).items
    names = people.shown_names(found)
    rows = [(str(each.number), names[each.id], "", "") for each in found]
    rows += [("", "", "", "")] * max(0, ROWS_ON_PAPER // 4 - len(rows))
    facts = ((_("Projekt"), project.title), (_("Diarienummer"), project.reference or "–"), (_("Dag"), ""), (_("Aktivitet"), ""))
    table = Table(_("Närvaro"), (_("Nr"), _("Namn"), _("Timmar"), _("Underskrift")), tuple(rows), numeric=(0,))
    made = Document(title=_("Närvarolista"), blocks=(KeyFacts(facts), table), language=language(), author=region.name)
    answer = Response(render_pdf(made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("narvarolista")}-{project.id}.pdf"'
    with atomic():
        record("funding.participants.taken_out", region=region, rows=len(found), format="pdf")
    return answer


@bp.route("/mine/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST)
@once
def own_attendance(token: str) -> Any:
    """The participant's own page behind the mailed link: their hours, to sign. A look changes nothing, because mail scanners open links."""
    region = current_region()
    person = people.by_token(region, token)
    if person is None:
        abort(404)
    project = project_of(region, person.project_id)
    rows = queries.of_participant(person)
    if request.method == "POST":
        try:
            with atomic():
                if project.status == ProjectStatus.ENDED:
                    raise DomainError(_("Projektet är avslutat. Närvaron kan inte ändras."))
                count = service.sign(region=region, participant=person, rows=rows)
            flash(ngettext("Tack. %(n)s dag är signerad.", "Tack. %(n)s dagar är signerade.", count, n=count), "success")
        except DomainError as error:
            flash(error.message, "error")
        return redirect(url_for("funding.own_attendance", token=token))
    unsigned = [row for row in rows if row.signed == "nobody"]
    page = render_template(
        "funding/attendance/mine.html",
        project=project,
        person=person,
        rows=rows,
        unsigned=unsigned,
        token=token,
        has_certificate=may_have(person),
        readings=of_participant(person),
        where=WHERE,
    )
    return page, 200, {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
