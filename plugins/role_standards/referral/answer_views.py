"""Where an organisation answers: behind its mailed link, without account; or signed in, for its own people. A look changes nothing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.documents import from_data
from core.documents.page import for_page
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.users.queries import organisations_where
from core.web.access import public, requires
from core.web.context import current_region, require_user
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.role_standards.permissions import ANSWER
from plugins.role_standards.referral import answering, queries, words
from plugins.role_standards.referral.forms import AnswerForm
from plugins.role_standards.referral.models import Consulted, Referral, ReferralStatus
from plugins.role_standards.standards.queries import missing
from plugins.role_standards.views import MAX_ID, bp


@bp.route("/answer/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def answer_referral(token: str) -> Any:
    """The draft and the answer, behind the mailed link."""
    held = queries.by_token(current_region(), token, lock=request.method == "POST")
    if held is None or held[0].status is ReferralStatus.DRAFT:
        names = {"text": _("Synpunkter"), "answered_by": _("Vem svarar?"), "official": _("Ert diarienummer eller beslutsdatum")}
        typed = [(label, request.form[name]) for name, label in names.items() if request.form.get(name)]
        return render_template("role_standards/referral/no_link.html", typed=typed), 404
    return _answer(*held, url_for("role_standards.answer_referral", token=token))


@bp.get("/referrals/mine")
@requires(GET=ANSWER)
def own_referrals() -> str:
    """What one's own organisations are asked now."""
    reach = organisations_where(require_user(), current_region(), ANSWER)
    asked = queries.asked_of(current_region(), reach.organisations)
    return render_template("role_standards/referral/mine.html", asked=asked)


@bp.route(f"/referrals/<int(max={MAX_ID}):referral_id>/answer/<int(max={MAX_ID}):consulted_id>", methods=["GET", "POST"])
@requires(GET=ANSWER, POST=ANSWER)
@once
def answer_own_referral(referral_id: int, consulted_id: int) -> Any:
    """Answer for one's own organisation, without the link."""
    region = current_region()
    found = queries.own_referral(region, referral_id)
    row = queries.consulted(found, consulted_id, lock=request.method == "POST")
    reach = organisations_where(require_user(), region, ANSWER)
    if found.status is ReferralStatus.DRAFT:
        raise NotFound(missing())
    if not reach.everywhere and (row.organisation_id is None or row.organisation_id not in reach.organisations):
        raise NotFound(missing())
    return _answer(found, row, url_for("role_standards.answer_own_referral", referral_id=found.id, consulted_id=row.id))


def _answer(referral: Referral, consulted: Consulted, address: str) -> Any:
    posted, status = request.method == "POST", 200
    form = AnswerForm(consulted, request.form if posted else None)
    takes = answering.takes_answers(referral)
    if posted:
        status = 422
        if takes and form.version.data != str(consulted.version):
            status = 409
            form.version.process_data(str(consulted.version))
            form.add_error(
                DomainError(_("Någon hos er har ändrat svaret under tiden. Det står ovanför. Skicka igen för att ersätta det med ert."))
            )
        elif form.validate():
            try:
                with atomic():
                    answering.answer(region=current_region(), referral=referral, consulted=consulted, facts=form.facts())
                flash(_("Tack. Svaret är skickat. Ni kan ändra det till och med sista dagen."), "success")
                return redirect(address)
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "role_standards/referral/answer.html",
        found=referral,
        consulted=consulted,
        form=form,
        takes=takes,
        refused=posted and not takes,
        page=for_page(from_data(referral.content)) if referral.content else None,
        words=words,
        conflict=status == 409 and takes,
    )
    return page, status
