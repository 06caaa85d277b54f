"""Pages where the region keeps cooperation agreements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.internships.agreements import queries, service, words
from plugins.internships.agreements.forms import AgreementForm, PartyForm, PromiseForm, ReviewForm
from plugins.internships.agreements.models import AgreementStatus, CooperationAgreement, Side
from plugins.internships.kinds.queries import kind as kind_of
from plugins.internships.kinds.queries import kinds
from plugins.internships.kinds.words import kind_name
from plugins.internships.periods import caps
from plugins.internships.permissions import AGREEMENTS, COORDINATE
from plugins.internships.views import MAX_ID, bp

ONE = f"/agreements/<int(max={MAX_ID}):agreement_id>"


@bp.get("/agreements")
@requires(GET=AGREEMENTS)
def agreements() -> str:
    """The agreements that hold or are being written, or those that have ended."""
    ended = request.args.get("ended") == "1"
    page = queries.agreements(current_region(), ended=ended, number=request.args.get("page", 1, type=int))
    return render_template("internships/agreements/list.html", page=page, ended=ended, words=words)


@bp.route("/agreements/new", methods=["GET", "POST"])
@requires(GET=AGREEMENTS, POST=AGREEMENTS)
@once
def new_agreement() -> Any:
    """Write an agreement."""
    return _edit(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=AGREEMENTS, POST=AGREEMENTS)
@once
def edit_agreement(agreement_id: int) -> Any:
    """Change it. Somebody else's change in between is told, and what was typed stays."""
    return _edit(agreement_id)


def _edit(agreement_id: int | None) -> Any:
    region, posted, status = current_region(), request.method == "POST", 200
    found = queries.agreement(agreement_id, lock=posted) if agreement_id is not None else None
    form = AgreementForm(found, request.form if posted else None)
    if posted:
        status = 422
        if found is not None and form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    saved = service.save_agreement(region=region, agreement=found, facts=form.facts())
                flash(_("Avtalet är sparat."), "success")
                return redirect(url_for("internships.agreement", agreement_id=saved.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/agreements/edit.html", form=form, found=found), status


@bp.get(ONE)
@requires(GET=AGREEMENTS)
def agreement(agreement_id: int) -> str:
    """One agreement: its parties, what they promised and what came of it, and how it has gone."""
    found = queries.agreement(agreement_id)
    rows = queries.parties(found)
    return render_template(
        "internships/agreements/agreement.html",
        found=found,
        parties=rows,
        contacts=queries.shown_contacts(rows),
        deliveries=queries.deliveries(found),
        reviews=queries.reviews(found),
        caps=caps.of_agreement(found),
        steps=service.STEPS[found.status],
        is_soon=queries.is_soon(found),
        coordinates=may(require_user(), current_region(), COORDINATE),
        words=words,
        kind_name=kind_name,
    )


@bp.post(f"{ONE}/step")
@requires(POST=AGREEMENTS)
@once
def move_agreement(agreement_id: int) -> Any:
    """Take a step."""
    found = queries.agreement(agreement_id, lock=True)
    wanted = request.form.get("to", "")
    if wanted not in {status.value for status in AgreementStatus}:
        abort(400)
    try:
        with atomic():
            service.move_agreement(region=current_region(), agreement=found, to=AgreementStatus(wanted))
        flash(_("Avtalet gäller nu.") if wanted == "in_force" else _("Avtalet är avslutat."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.agreement", agreement_id=agreement_id))


@bp.route(f"{ONE}/parties", methods=["GET", "POST"])
@requires(GET=AGREEMENTS, POST=AGREEMENTS)
@once
def agreement_party(agreement_id: int) -> Any:
    """Add a party, or change its contact."""
    region = current_region()
    found = queries.agreement(agreement_id, lock=request.method == "POST")
    form = PartyForm(queries.possible_parties(region), request.form if request.method == "POST" else None)

    def save() -> None:
        organisation = of_region(region, int(form.organisation_id.data))
        service.add_party(region=region, agreement=found, organisation=organisation, facts=form.facts())

    return _small(found, form, save, _("Lägg till en part"), _("Parten är sparad."))


@bp.post(f"{ONE}/parties/<int(max={MAX_ID}):party_id>/remove")
@requires(POST=AGREEMENTS)
@once
def remove_party(agreement_id: int, party_id: int) -> Any:
    """Take a party away."""
    found = queries.agreement(agreement_id, lock=True)
    party = queries.party(found, party_id, lock=True)
    try:
        with atomic():
            service.remove_party(region=current_region(), agreement=found, party=party)
        flash(_("Parten är borttagen."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.agreement", agreement_id=agreement_id))


@bp.route(f"{ONE}/promises", methods=["GET", "POST"])
@requires(GET=AGREEMENTS, POST=AGREEMENTS)
@once
def agreement_promise(agreement_id: int) -> Any:
    """What an employer promises for a year."""
    region = current_region()
    found = queries.agreement(agreement_id, lock=request.method == "POST")
    employers = [organisation for party, organisation in queries.parties(found) if party.side == Side.EMPLOYER]
    form = PromiseForm(employers, kinds(region), request.form if request.method == "POST" else None)

    def save() -> None:
        service.set_promise(
            region=region,
            agreement=found,
            organisation_id=int(form.organisation_id.data),
            kind=kind_of(int(form.kind_id.data)),
            year=form.year.data or 0,
            places=form.places.data or 0,
        )

    return _small(found, form, save, _("Lovade platser"), _("Löftet är sparat."))


@bp.route(f"{ONE}/reviews", methods=["GET", "POST"])
@requires(GET=AGREEMENTS, POST=AGREEMENTS)
@once
def agreement_review(agreement_id: int) -> Any:
    """How a year has gone."""
    found = queries.agreement(agreement_id, lock=request.method == "POST")
    form = ReviewForm(request.form if request.method == "POST" else None)

    def save() -> None:
        service.review(
            region=current_region(),
            agreement=found,
            year=form.year.data or 0,
            score=form.score.data or 1,
            text=(form.text.data or "").strip(),
        )

    return _small(found, form, save, _("Följ upp avtalet"), _("Uppföljningen är sparad."))


def _small(found: CooperationAgreement, form: Any, save: Callable[[], None], heading: str, done: str) -> Any:
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    save()
                flash(done, "success")
                return redirect(url_for("internships.agreement", agreement_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/agreements/small.html", form=form, found=found, title=heading), status
