"""The employer's way to a letter of intent: what is promised about each need, the signature, and the letter itself behind its own link."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request

from core.errors import DomainError
from core.i18n import gettext as _
from core.records.people import shown_contact
from core.web.access import public
from core.web.context import current_region
from core.web.limits import GUESS, SEARCH, limiter
from core.web.submission import once
from plugins.employer_needs import papers
from plugins.employer_needs.commitments import queries, service, words
from plugins.employer_needs.commitments.forms import PromiseForm, SignForm, WithdrawForm, promised_before
from plugins.employer_needs.commitments.models import Commitment, Letter
from plugins.employer_needs.links import path
from plugins.employer_needs.models import Response
from plugins.employer_needs.queries import answers as answer_queries
from plugins.employer_needs.services.answers import own_need
from plugins.employer_needs.values import NeedState, ResponseStatus, Visibility
from plugins.employer_needs.views.access import carried_key, held
from plugins.employer_needs.views.blueprint import bp


def _answer(reference: str) -> Response:
    """The sent answer that a letter is written from."""
    response = held(reference, lock=request.method == "POST", by_key=True)
    if response.status != ResponseStatus.SENT:
        abort(404)
    return response


def _promised(letter: Letter | None) -> dict[int, list[Commitment]]:
    """By need, what the draft promises."""
    found: dict[int, list[Commitment]] = {}
    for each in queries.commitments_of(letter) if letter else []:
        found.setdefault(each.need_id or 0, []).append(each)
    return found


@bp.get("/svar/<reference>/avsikt")
@public("GET")
def letter_draft(reference: str) -> Any:
    """What is promised so far, need by need, and the way to sign it."""
    response = _answer(reference)
    needs = [need for need in answer_queries.needs_of(response) if need.state == NeedState.PUBLISHED]
    return render_template(
        "employer_needs/letters/draft.html",
        response=response,
        needs=needs,
        promised=_promised(queries.draft_of(response)),
        line=words.line,
        hidden=response.visibility == Visibility.AGGREGATE_ONLY,
        key=carried_key(),
        back_url=path("status", reference=response.reference, **carried_key()),
    )


@bp.route("/svar/<reference>/avsikt/<int:need_id>", methods=["GET", "POST"])
@public("GET", "POST")
@once
def letter_need(reference: str, need_id: int) -> Any:
    """What is promised about one need."""
    response = _answer(reference)
    need = own_need(response, need_id)
    letter = queries.draft_of(response)
    form = PromiseForm(data=promised_before(_promised(letter).get(need.id, [])))
    back_url = path("letter_draft", reference=response.reference, **carried_key())
    if request.method == "POST" and form.validate():
        service.promise(service.begin(region=current_region(), response=response), need, form.promised())
        return redirect(back_url)
    service.check_may_be_named(response)
    page = render_template("employer_needs/letters/promise.html", form=form, response=response, need=need, back_url=back_url)
    return (page, 422) if request.method == "POST" else page


@bp.route("/svar/<reference>/avsikt/underteckna", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
@once
def letter_sign(reference: str) -> Any:
    """The words that are signed, and the signature."""
    response = _answer(reference)
    letter = queries.draft_of(response)
    commitments = queries.commitments_of(letter) if letter else []
    if letter is None or not commitments:
        return redirect(path("letter_draft", reference=response.reference, **carried_key()))
    form = SignForm(data={name: getattr(letter, name) for name in ("person_name", "person_title", "person_email", "person_phone")})
    if request.method == "POST" and form.validate():
        try:
            service.sign(
                region=current_region(),
                letter=letter,
                name=form.person_name.data,
                title=form.person_title.data,
                email=form.person_email.data,
                phone=form.person_phone.data or "",
            )
        except DomainError as error:
            if error.field is None:
                raise
            form.add_error(error)
        else:
            flash(_("Tack. Avsiktsförklaringen är undertecknad, och en kopia är på väg till %(address)s.", address=letter.person_email))
            return redirect(path("letter", token=service.token_of(letter)))
    page = render_template(
        "employer_needs/letters/sign.html",
        form=form,
        response=response,
        text=words.letter_text(letter, commitments),
        back_url=path("letter_draft", reference=response.reference, **carried_key()),
    )
    return (page, 422) if request.method == "POST" else page


def _letter(token: str) -> Letter:
    found = queries.letter_by_token(current_region(), token)
    if found is None:
        abort(404)
    return found


@bp.get("/avsikt/<token>")
@public("GET")
def letter(token: str) -> Any:
    """A signed letter, for whoever holds its link."""
    found = _letter(token)
    person = shown_contact(found.person_email, found.person_name, found.person_title)
    return render_template("employer_needs/letters/letter.html", letter=found, person=person, token=token)


@bp.get("/avsikt/<token>/avsiktsforklaring.pdf")
@public("GET")
@limiter.limit(SEARCH)
def letter_file(token: str) -> Any:
    """A signed letter as a PDF, for whoever holds its link."""
    found = _letter(token)
    document = papers.letter(current_region(), found, person=shown_contact(found.person_email, found.person_name, found.person_title))
    return papers.as_file(document, found.reference)


@bp.route("/avsikt/<token>/dra-tillbaka", methods=["GET", "POST"])
@public("GET", "POST")
@once
def letter_withdraw(token: str) -> Any:
    """Take a letter back, after a question."""
    found = _letter(token)
    form = WithdrawForm()
    back_url = path("letter", token=token)
    if request.method == "POST" and form.validate():
        service.withdraw(region=current_region(), letter=found, reason=form.reason.data or "")
        flash(_("Avsiktsförklaringen är återkallad. De som arbetar med den har fått veta det."))
        return redirect(back_url)
    page = render_template("employer_needs/letters/withdraw.html", form=form, letter=found, back_url=back_url)
    return (page, 422) if request.method == "POST" else page
