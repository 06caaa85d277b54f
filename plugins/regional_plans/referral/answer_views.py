"""The pages behind the mailed link of those who are asked. The link is the key; a look changes nothing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic
from core.documents import from_data
from core.documents.page import for_page
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.referral import answering, queries, service, words
from plugins.regional_plans.referral.forms import AnswerForm, RemarkForm
from plugins.regional_plans.referral.models import Consulted, Referral, ReferralStatus
from plugins.regional_plans.views import MAX_ID, bp

if TYPE_CHECKING:
    from collections.abc import Callable

ONE = "/answer/<token>"
KINDS = ", ".join(PartKind)


def linked(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give the view the referral and the organisation of the link; say clearly when the link leads nowhere."""

    @wraps(view)
    def found(token: str, **values: Any) -> Any:
        held = queries.by_token(current_region(), token, lock=request.method == "POST")
        if held is None:
            return render_template("regional_plans/referral/no_link.html", typed=_typed()), 404
        referral, consulted = held
        return view(token=token, referral=referral, consulted=consulted, **values)

    return found


def _typed() -> list[tuple[str, str]]:
    names = {"text": _("Synpunkt"), "answered_by": _("Vem svarar?"), "official": _("Ert diarienummer eller beslutsdatum")}
    return [(label, request.form[name]) for name, label in names.items() if request.form.get(name)]


@bp.route(ONE, methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
@linked
def answer_referral(token: str, referral: Referral, consulted: Consulted) -> Any:
    """The draft with what one has remarked on its parts, and the answer as a whole."""
    posted, status = request.method == "POST", 200
    form = AnswerForm(consulted, request.form if posted else None)
    if posted:
        status = 422
        if form.version.data != str(consulted.version):
            status = 409
            form.version.process_data(str(consulted.version))
            form.add_error(
                DomainError(_("Någon hos er har ändrat svaret under tiden. Det står längre ner. Skicka igen för att ersätta det med ert."))
            )
        elif form.validate():
            try:
                with atomic():
                    answering.answer(region=current_region(), referral=referral, consulted=consulted, facts=form.facts())
                flash(_("Tack. Svaret är skickat. Ni kan ändra det så länge remissen är öppen."), "success")
                return redirect(url_for("regional_plans.answer_referral", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "regional_plans/referral/answer.html",
        token=token,
        found=referral,
        consulted=consulted,
        form=form,
        parts=service.parts_of(referral),
        remarks=queries.remarks_of(consulted),
        is_open=referral.status is ReferralStatus.OPEN,
        is_late=referral.answer_by < today(),
        page=for_page(from_data(referral.content)) if referral.content else None,
        words=words,
        conflict=status == 409,
        typed=_typed() if status == 409 and referral.status is not ReferralStatus.OPEN else (),
    )
    return page, status


@bp.route(f"{ONE}/<any({KINDS}):kind>/<int(max={MAX_ID}):part_id>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
@linked
def answer_part(token: str, kind: str, part_id: int, referral: Referral, consulted: Consulted) -> Any:
    """Remark on one part of the draft."""
    part, posted, status = PartKind(kind), request.method == "POST", 200
    try:
        label = answering.label_of(referral, part, part_id)
    except NotFound as error:
        return render_template("regional_plans/referral/no_link.html", typed=_typed(), message=error.message), 404
    held = queries.remarks_of(consulted).get((part, part_id))
    form = RemarkForm(held, request.form if posted else None)
    if posted:
        status = 422
        version = str(held.version if held else 0)
        if form.version.data != version:
            status = 409
            form.version.process_data(version)
            form.add_error(DomainError(_("Någon hos er har ändrat synpunkten under tiden. Spara igen för att ersätta den.")))
        elif form.validate():
            text = (form.text.data or "").strip()
            try:
                with atomic():
                    answering.write_remark(
                        region=current_region(), referral=referral, consulted=consulted, kind=part, part_id=part_id, text=text
                    )
                flash(_("Synpunkten är sparad. Den skickas med svaret."), "success")
                return redirect(url_for("regional_plans.answer_referral", token=token) + f"#{kind}-{part_id}")
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template(
        "regional_plans/referral/part.html", token=token, form=form, label=label, found=referral, held=held, conflict=status == 409
    ), status
