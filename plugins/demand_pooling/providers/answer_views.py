"""Pages for providers: behind the mailed link, and for those who are signed in for their organisation."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic
from core.errors import DomainError, Gone, NotFound
from core.i18n import gettext as _
from core.users.queries import Reach, organisations_where
from core.web.access import public, requires
from core.web.context import current_region, current_user, require_user
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.demand_pooling.permissions import OFFER
from plugins.demand_pooling.providers import answering, forms, presentation, queries, service
from plugins.demand_pooling.providers.choices import ASKED, STATES
from plugins.demand_pooling.providers.mails import title_of
from plugins.demand_pooling.providers.models import AskedProvider, RequestState
from plugins.demand_pooling.views import MAX_ID, bp
from plugins.demand_pooling.work.forms import number


@bp.route("/offer/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def offer_by_link(token: str) -> Any:
    """Public, because the link itself is the right: it was mailed to the provider that was asked."""
    try:
        asked = answering.by_token(current_region(), token)
    except (NotFound, Gone) as error:
        return render_template("demand_pooling/providers/link_ended.html", message=error.message), error.status
    return _answer(asked, url_for("demand_pooling.offer_by_link", token=token))


@bp.get("/asked")
@requires(GET=OFFER)
def asked_list() -> str:
    """The requests to the organisations that one acts for."""
    region, user = current_region(), require_user()
    page = queries.asked_page(region, user, number=request.args.get("page", 1, type=int))
    return render_template(
        "demand_pooling/providers/asked_list.html",
        page=page,
        states=STATES,
        asked_states=ASKED,
        title_of=title_of,
        acts_for_nobody=organisations_where(user, region, OFFER) == Reach(),
    )


@bp.route(f"/asked/<int(max={MAX_ID}):asked_id>", methods=["GET", "POST"])
@requires(GET=OFFER, POST=OFFER)
@once
def asked(asked_id: int) -> Any:
    """One request, to read and to answer."""
    found = queries.asked_for(current_region(), require_user(), asked_id)
    return _answer(found, url_for("demand_pooling.asked", asked_id=found.id))


def _answer(found: AskedProvider, here: str) -> Any:
    """Read the evidence; leave an offer, change it, or decline."""
    region, user = current_region(), current_user()
    row = answering.request_of(found)
    _row, cluster = queries.get_request(region, row.id)
    saved = answering.offer_of(found)
    do = request.form.get("do", "") if request.method == "POST" else ""
    offer = forms.OfferForm(saved, request.form if do == "offer" else None)
    decline = forms.DeclineForm(formdata=request.form if do == "decline" else None)
    form, status = None, 200
    if request.method == "POST":
        form, status = (decline if do == "decline" else offer), 422
        if form.validate():
            try:
                with atomic():
                    if do == "decline":
                        service.decline(region=region, asked_id=found.id, reason=decline.reason.data or "", actor=user)
                    else:
                        service.offer(region=region, asked_id=found.id, seen=number(offer.revision.data), terms=offer.terms(), actor=user)
            except DomainError as error:
                form.add_error(error)
                status = error.status
            else:
                flash(
                    _("Ert nej är sparat. Tack för att ni svarade.")
                    if do == "decline"
                    else _("Erbjudandet är sparat. Regionen har fått veta.")
                )
                return redirect(here)
    page = render_template(
        "demand_pooling/providers/answer.html",
        asked=found,
        request_row=row,
        title=title_of(cluster),
        region_name=region.name,
        offer=offer,
        saved=saved,
        price=presentation.price(saved) if saved else "",
        form_label=presentation.form_label,
        decline=decline,
        form=form,
        evidence=presentation.evidence_rows(row),
        places=presentation.place_rows(row),
        names=presentation.name_rows(row),
        open=row.state is RequestState.OPEN,
        overdue=row.answer_by < today(),
        state=STATES[row.state],
        asked_state=ASKED[found.state],
    )
    return page, status
