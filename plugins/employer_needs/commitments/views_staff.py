"""Letters of intent for the region's staff: the list, one letter, entering one that was signed on paper, and taking one back."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.records.people import shown_contact
from core.regions.models import Region
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user, require_user
from core.web.submission import once
from plugins.employer_needs import papers
from plugins.employer_needs.commitments import queries, service, words
from plugins.employer_needs.commitments.forms import EnterForm, WithdrawForm
from plugins.employer_needs.commitments.models import Letter
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import overview
from plugins.employer_needs.values import NeedState
from plugins.employer_needs.views.blueprint import bp

READ, MANAGE = "employer_needs.letter.read", "employer_needs.letter.manage"
MAX_QUERY = 200


def _manages() -> bool:
    return may(current_user(), current_region(), MANAGE)


def _own(letter_id: int, region: Region) -> Letter:
    """A letter of this very region, to be changed."""
    letter = queries.signed(letter_id)
    if letter.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return letter


@bp.get("/avsiktsforklaringar")
@requires(GET=READ)
def letter_list() -> str:
    """The region's signed letters, the newest first."""
    filters = queries.Filters(state=request.args.get("lage", "")[:20], query=request.args.get("q", "").strip()[:MAX_QUERY])
    page = queries.letter_page(filters, number=request.args.get("page", 1, type=int))
    return render_template(
        "employer_needs/letters/list.html",
        page=page,
        filters=filters,
        promised=queries.commitments_by_letter(page.items),
        grouped=words.by_occupation,
    )


@bp.get("/avsiktsforklaringar/<int:letter_id>")
@requires(GET=READ)
def letter_page(letter_id: int) -> str:
    """One letter, as it was signed."""
    letter = queries.signed(letter_id)
    commitments = queries.commitments_of(letter)
    return render_template(
        "employer_needs/letters/page.html",
        letter=letter,
        commitments=commitments,
        needs=sorted({need_id for each in commitments if each.need_id for need_id in each.need_ids}),
        grouped=words.by_occupation,
        person=shown_contact(letter.person_email, letter.person_name, letter.person_title, letter.person_email, letter.person_phone),
        may_manage=_manages() and letter.region_id == current_region().id,
    )


@bp.get("/avsiktsforklaringar/<int:letter_id>/avsiktsforklaring.pdf")
@requires(GET=READ)
def letter_page_file(letter_id: int) -> Any:
    """One letter as a PDF, with its signer unless the person has protected identity."""
    letter = queries.signed(letter_id)
    person = shown_contact(letter.person_email, letter.person_name, letter.person_title)
    return papers.as_file(papers.letter(current_region(), letter, person=person), letter.reference)


@bp.route("/behov/<int:need_id>/avsiktsforklaring", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def letter_enter(need_id: int) -> Any:
    """Enter a letter about a need that the employer has signed on paper."""
    region = current_region()
    need, response = overview.need_with_response(need_id)
    if need.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    service.check_may_be_named(response)
    if need.state != NeedState.PUBLISHED:
        raise Conflict(_("Behovet räknas inte längre. Välj ett annat."))
    known = shown_contact(response.contact_email, response.contact_name, response.contact_email)
    form = EnterForm(data=dict(zip(("person_name", "person_email"), known, strict=True)))
    if request.method == "POST" and form.validate():
        try:
            letter = service.enter(
                region=region,
                response=response,
                need=need,
                said=form.promised(),
                name=form.person_name.data,
                title=form.person_title.data,
                email=form.person_email.data,
                phone=form.person_phone.data or "",
                signed_on=form.signed_on.data,
                by=require_user(),
            )
        except DomainError as error:
            if error.field is None:
                raise
            form.add_error(error)
        else:
            return redirect(path("letter_page", letter_id=letter.id))
    page = render_template("employer_needs/letters/enter.html", form=form, need=need, response=response)
    return (page, 422) if request.method == "POST" else page


@bp.route("/avsiktsforklaringar/<int:letter_id>/dra-tillbaka", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def letter_take_back(letter_id: int) -> Any:
    """Take a letter back for an employer that has asked for it; with the reason."""
    region = current_region()
    letter = _own(letter_id, region)
    form = WithdrawForm()
    back_url = path("letter_page", letter_id=letter.id)
    if request.method == "POST" and form.validate():
        try:
            service.withdraw(region=region, letter=letter, reason=form.reason.data or "", by=require_user())
        except DomainError as error:
            if error.field is None:
                raise
            form.add_error(error)
        else:
            return redirect(back_url)
    page = render_template("employer_needs/letters/withdraw.html", form=form, letter=letter, back_url=back_url, by_staff=True)
    return (page, 422) if request.method == "POST" else page
