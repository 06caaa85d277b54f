"""The leader's pages of self-registration: links, what has come in, yes or no."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic, utcnow
from core.documents import Block, Document, Heading, KeyFacts, Paragraph, render_pdf
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext, speaking
from core.web.access import requires
from core.web.context import current_region
from core.web.editing import save_form
from core.web.format import format_date
from core.web.submission import once
from plugins.funding.participants import numbers, words
from plugins.funding.participants.views import may_change, of_project
from plugins.funding.permissions import MANAGE_PARTICIPANTS, READ_PARTICIPANTS
from plugins.funding.projects.views import ONE
from plugins.funding.registration import mails, queries, service
from plugins.funding.registration.forms import ConfirmForm, LinkForm, MailForm
from plugins.funding.registration.models import RegistrationStatus
from plugins.funding.registration.wording import TONGUE, paragraphs
from plugins.funding.settings import funding_settings
from plugins.funding.views import MAX_ID, bp

ALL = f"{ONE}/registrations"
WAY = f"{ALL}/links/<int(max={MAX_ID}):link_id>"
CASE = f"{ALL}/<int(max={MAX_ID}):registration_id>"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


@bp.get(ALL)
@requires(GET=READ_PARTICIPANTS)
def registrations(project_id: int) -> str:
    """A project's links, and the registrations that wait."""
    project = of_project(project_id)
    page = queries.page(project, number=request.args.get("page", 1, type=int))
    return render_template(
        "funding/registration/list.html",
        project=project,
        page=page,
        received=queries.received(project, page.items),
        links=queries.links(project),
        manages=may_change(project),
        masked=numbers.masked,
        days=funding_settings(current_region()).registration_days,
    )


@bp.route(f"{ALL}/links/new", methods=["GET", "POST"])
@requires(GET=MANAGE_PARTICIPANTS, POST=MANAGE_PARTICIPANTS)
@once
def new_registration_link(project_id: int) -> Any:
    """Make a link."""
    region, project = current_region(), of_project(project_id)
    form = LinkForm(region, project, _posted())
    return save_form(
        form,
        None,
        lambda: service.make_link(region=region, project=project, facts=form.facts()),
        done=_("Länken är klar. Mejla den, eller skriv ut den."),
        to=lambda made: url_for("funding.registration_link", project_id=project.id, link_id=made.id),
        template="funding/registration/new_link.html",
        project=project,
    )


@bp.route(WAY, methods=["GET", "POST"])
@requires(GET=MANAGE_PARTICIPANTS, POST=MANAGE_PARTICIPANTS)
@once
def registration_link(project_id: int, link_id: int) -> Any:
    """A link: its address, how much it is used; and to mail it."""
    region, project = current_region(), of_project(project_id)
    link = queries.link(project, link_id)
    form, status = MailForm(_posted()), 200
    if request.method == "POST":
        status = 422
        if not queries.takes_registrations(link):
            form.add_error(DomainError(_("Länken tar inte längre emot anmälningar. Gör en ny.")))
        elif form.validate():
            chosen = form.chosen()
            with atomic():
                mails.invite(region, project, link, chosen)
            flash(ngettext("Länken är mejlad till %(n)s adress.", "Länken är mejlad till %(n)s adresser.", len(chosen), n=len(chosen)))
            return redirect(url_for("funding.registration_link", project_id=project.id, link_id=link.id))
    page = render_template(
        "funding/registration/link.html",
        project=project,
        link=link,
        form=form,
        address=mails.address_of(region, link),
        is_open=queries.takes_registrations(link),
        parts=paragraphs(link.text),
    )
    return page, status


@bp.get(f"{WAY}/page.pdf")
@requires(GET=MANAGE_PARTICIPANTS)
def registration_paper(project_id: int, link_id: int) -> Response:
    """The link as a page to put up or hand out. It holds nobody's data."""
    region, project = current_region(), of_project(project_id)
    link = queries.link(project, link_id)
    with speaking(TONGUE):
        facts = (
            (_("Gäller"), link.title),
            (_("Adress"), mails.address_of(region, link)),
            (_("Sista dag"), format_date(link.closes_on)),
            (_("Frågor"), link.contact),
        )
        blocks: list[Block] = [
            Paragraph((_("Skriv in adressen i din webbläsare och fyll i formuläret. Du behöver inget konto."),)),
            KeyFacts(facts),
            Paragraph((_("Har du skyddade personuppgifter? Fyll inte i formuläret. Vänd dig till %(who)s.", who=link.contact),)),
        ]
        for heading, text in paragraphs(link.text):
            blocks += [Heading(heading)] if heading else []
            blocks.append(Paragraph((text,)))
        title = _("Anmäl dig till %(project)s", project=project.title)
        made = Document(title=title, blocks=tuple(blocks), language=TONGUE, author=region.name, made_at=utcnow().replace(microsecond=0))
    answer = Response(render_pdf(made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="anmalan-{link.id}.pdf"'
    return answer


@bp.post(f"{WAY}/close")
@requires(POST=MANAGE_PARTICIPANTS)
@once
def close_registration_link(project_id: int, link_id: int) -> Any:
    """Close a link for good."""
    project = of_project(project_id)
    try:
        with atomic():
            service.revoke_link(region=current_region(), project=project, link=queries.link(project, link_id, lock=True))
        flash(_("Länken är stängd. De som redan har anmält sig är kvar."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("funding.registration_link", project_id=project.id, link_id=link_id))


@bp.post(f"{ALL}/confirm")
@requires(POST=MANAGE_PARTICIPANTS)
@once
def confirm_registrations(project_id: int) -> Any:
    """Take in everybody who waits and is no double."""
    project = of_project(project_id)
    try:
        with atomic():
            done = service.confirm_all(region=current_region(), project=project)
        flash(ngettext("%(n)s person är nu deltagare.", "%(n)s personer är nu deltagare.", done, n=done), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("funding.registrations", project_id=project.id))


@bp.route(CASE, methods=["GET", "POST"])
@requires(GET=READ_PARTICIPANTS, POST=MANAGE_PARTICIPANTS)
@once
def registration(project_id: int, registration_id: int) -> Any:
    """One registration, to take in from a day."""
    region, project = current_region(), of_project(project_id)
    row = queries.registration(project, registration_id, lock=request.method == "POST")
    if row.status != RegistrationStatus.RECEIVED:
        flash(_("Anmälan är redan hanterad."))
        return redirect(url_for("funding.registrations", project_id=project.id), code=303 if request.method == "POST" else 302)
    form = ConfirmForm(project, row, _posted())
    link = queries.link(project, row.link_id)
    return save_form(
        form,
        row,
        lambda: service.confirm(region=region, project=project, registration=row, starts_on=form.starts_on.data),  # type: ignore[arg-type]
        done=_("Personen är nu deltagare."),
        to=lambda made: url_for("funding.participant", project_id=project.id, participant_id=made.id),
        template="funding/registration/registration.html",
        project=project,
        row=row,
        each=queries.received(project, [row])[0],
        link=link,
        place=name_of(row.municipality_code) if row.municipality_code else "",
        number=numbers.masked(row.born_year or 0),
        words=words,
        manages=may_change(project),
    )


@bp.post(f"{CASE}/reject")
@requires(POST=MANAGE_PARTICIPANTS)
@once
def reject_registration(project_id: int, registration_id: int) -> Any:
    """Say no; what the person sent in is taken away."""
    project = of_project(project_id)
    try:
        with atomic():
            row = queries.registration(project, registration_id, lock=True)
            service.reject(region=current_region(), project=project, registration=row)
        flash(_("Anmälan är avvisad och uppgifterna är borttagna."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("funding.registrations", project_id=project.id))
