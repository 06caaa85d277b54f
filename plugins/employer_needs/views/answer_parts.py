"""The pages about the employer: organisation, contact, and how to go on later."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request

from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.service import format_orgnr, normalise_orgnr
from core.regions.queries import municipalities
from core.users.service import normalise_email
from core.web.access import public
from core.web.context import current_region
from core.web.limits import GUESS, limiter
from core.web.submission import once
from plugins.employer_needs import mails
from plugins.employer_needs.answering import earlier
from plugins.employer_needs.forms.answer import OUTSIDE, ContactForm, OrganisationForm, ResumeForm
from plugins.employer_needs.forms.fields import LATER
from plugins.employer_needs.links import absolute, path
from plugins.employer_needs.models import Response
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.services import answers as service
from plugins.employer_needs.services.invitations import invitation_token
from plugins.employer_needs.views.access import draft
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.steps import onward, take


def region_choices() -> list[tuple[str, str]]:
    """The region's municipalities for a select."""
    return [(place.code, place.name) for place in municipalities(current_region())]


@bp.route("/svar/<reference>/organisation", methods=["GET", "POST"])
@public("GET", "POST")
@once
def organisation(reference: str) -> Any:
    """Who answers. A known number proposes name and municipality, and never overwrites what is typed."""
    response, _survey_round = draft(reference)
    saved = {
        "orgnr": format_orgnr(response.orgnr),
        "organisation_name": response.organisation_name,
        "municipality_code": response.municipality_code or (OUTSIDE if response.organisation_confirmed else ""),
    }
    form = OrganisationForm(data=saved, municipalities=region_choices())

    def render(**extra: Any) -> str:
        return render_template("employer_needs/answer/organisation.html", form=form, response=response, **extra)

    if request.method == "POST" and request.form.get("action") != LATER and form.validate():
        proposal = _propose(form)
        if proposal or form.errors:
            return render(proposed=proposal), 200 if proposal else 422

    def save() -> None:
        number = normalise_orgnr(form.orgnr.data) if form.orgnr.data else None
        code = form.municipality_code.data
        service.save_organisation(
            response,
            name=form.organisation_name.data or "",
            orgnr=number,
            municipality_code=None if code == OUTSIDE else code or None,
            confirmed=bool(form.organisation_name.data and code),
        )

    usual = path("earlier" if earlier.needs(response) and not response.carried else "needs", reference=response.reference)
    return take(form, saved, reference=response.reference, save=save, onward=lambda: onward(response.reference, usual), render=render)


def _propose(form: OrganisationForm) -> str:
    """Fill empty fields from the register; say which organisation it was. What is still missing becomes the fields' errors."""
    try:
        number = normalise_orgnr(form.orgnr.data) if form.orgnr.data else None
    except DomainError as error:
        form.add_error(error)
        return ""
    if form.organisation_name.data and form.municipality_code.data:
        return ""
    known = service.organisation_for(number) if number and not form.organisation_name.data else None
    if known is not None:
        form.organisation_name.data = known.name
        if not form.municipality_code.data and known.municipality_code:
            inside = known.municipality_code in {code for code, _name in form.municipality_code.choices}
            form.municipality_code.data = known.municipality_code if inside else OUTSIDE
        return known.name
    if not form.organisation_name.data:
        form.organisation_name.errors = [_("Skriv organisationens namn.")]
    if not form.municipality_code.data:
        form.municipality_code.errors = [_("Välj kommun, eller Utanför regionen.")]
    return ""


@bp.route("/svar/<reference>/kontakt", methods=["GET", "POST"])
@public("GET", "POST")
@once
def contact(reference: str) -> Any:
    """Whom to ask, which nobody has to say, and who may see whose needs they are."""
    response, _survey_round = draft(reference)
    saved = {name: getattr(response, name) for name in ("contact_name", "contact_email", "contact_phone", "visibility")}
    form = ContactForm(data=saved)

    def save() -> None:
        service.save_contact(
            response,
            name=form.contact_name.data or "",
            email=form.contact_email.data or "",
            phone=form.contact_phone.data or "",
            visibility=form.visibility.data or None,
        )

    def render(**extra: Any) -> str:
        return render_template("employer_needs/answer/contact.html", form=form, response=response, **extra)

    usual = path("check", reference=response.reference)
    return take(form, saved, reference=response.reference, save=save, onward=lambda: usual, render=render)


@bp.route("/svar/<reference>/fortsatt-senare", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
@once
def pause(reference: str) -> Any:
    """How to come back: the link, and a way to have it mailed."""
    response, survey_round = draft(reference)
    link = _resume_link(response)
    form = ResumeForm(data={"email": response.contact_email})
    if request.method == "POST" and form.validate():
        try:
            address = normalise_email(form.email.data or "")
        except DomainError as error:
            form.add_error(error)
        else:
            mails.resume(current_region(), survey_round, address, link)
            flash(_("Länken är skickad till %(address)s.", address=address))
            return redirect(path("pause", reference=response.reference))
    page = render_template("employer_needs/answer/pause.html", form=form, response=response, survey_round=survey_round, link=link)
    return (page, 422) if request.method == "POST" else page


def _resume_link(response: Response) -> str:
    invitation = queries.invitation_of(response)
    token = invitation_token(invitation.seed) if invitation is not None else service.response_token(response.seed)
    return absolute("start_invited", current_region(), token=token)
