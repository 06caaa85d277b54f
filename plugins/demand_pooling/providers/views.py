"""Pages for strategists: ask providers, see what comes in, share the cost, decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.demand_pooling.cluster_detail import cluster_detail
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.permissions import REQUEST
from plugins.demand_pooling.providers import forms, presentation, queries, service
from plugins.demand_pooling.providers.choices import ASKED, STATES
from plugins.demand_pooling.providers.deciding import orderers_of
from plugins.demand_pooling.providers.evidence import may_be_named, snapshot
from plugins.demand_pooling.providers.mails import title_of
from plugins.demand_pooling.providers.models import ProviderRequest, RequestState, StudyForm
from plugins.demand_pooling.queries import get_cluster
from plugins.demand_pooling.views import MAX_ID, bp
from plugins.demand_pooling.work.forms import number
from plugins.demand_pooling.work.opening import ChangedMeanwhile
from plugins.demand_pooling.work.queries import lines


@bp.get("/requests")
@requires(GET=REQUEST)
def requests() -> str:
    """All requests of the region."""
    page = queries.request_page(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("demand_pooling/providers/requests.html", page=page, states=STATES, title_of=title_of, name_of=name_of)


@bp.route(f"/<int(max={MAX_ID}):cluster_id>/request", methods=["GET", "POST"])
@requires(GET=REQUEST, POST=REQUEST)
@once
def ask(cluster_id: int) -> Any:
    """Ask providers for a class."""
    region = current_region()
    cluster = get_cluster(region, cluster_id)
    if cluster.closed_at:
        return redirect(url_for("demand_pooling.cluster", cluster_id=cluster.id))
    found = queries.candidates(region, cluster)
    form = forms.ask_form(found, cluster.version, request.form if request.method == "POST" else None)
    status, since = 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.ask(
                        region=region,
                        cluster_id=cluster.id,
                        seen=number(form.version.data),
                        providers=forms.chosen(form, found),
                        forms=[StudyForm(each) for each in form.forms.data or ()],
                        start_wish=form.start_wish.data or "",
                        answer_by=form.answer_by.data,
                        message=form.message.data or "",
                        actor=current_user(),
                    )
            except DomainError as error:
                form.add_error(error)
                status = error.status
                if isinstance(error, ChangedMeanwhile):
                    since = lines(region, cluster, error.since)
                    form.version.data = str(cluster.version)
            else:
                asked = len(forms.chosen(form, found))
                flash(ngettext("Förfrågan är skickad till %(n)s anordnare.", "Förfrågan är skickad till %(n)s anordnare.", asked, n=asked))
                return redirect(url_for("demand_pooling.request_page", request_id=made.id))
    page = render_template(
        "demand_pooling/providers/ask.html",
        cluster=cluster,
        form=form,
        since=since,
        candidates=found,
        evidence=presentation.evidence_rows(ProviderRequest(evidence=snapshot(region, cluster), forms=[], answer_by=today()))[:-1],
        hub=name_of(cluster.hub_code),
    )
    return page, status


@bp.route(f"/requests/<int(max={MAX_ID}):request_id>", methods=["GET", "POST"])
@requires(GET=REQUEST, POST=REQUEST)
@once
def request_page(request_id: int) -> Any:
    """One request: who has answered what, side by side; the joint order; the decision."""
    region = current_region()
    found, cluster = queries.get_request(region, request_id)
    if request.method == "GET":
        return _page(found, cluster)
    act = _STEPS.get(request.form.get("do", ""))
    if act is None:
        abort(400)
    return act(found, cluster)


def _page(found: ProviderRequest, cluster: DemandCluster, status: int = 200, **given: Any) -> Any:
    region = current_region()
    everybody = queries.answers(found)
    offers = [(row.asked, row.offer) for row in everybody if row.offer is not None]
    saved = orderers_of(found)
    organisations = _possible(found, cluster)
    page = render_template(
        "demand_pooling/providers/request.html",
        request_row=found,
        cluster=cluster,
        title=title_of(cluster),
        hub=name_of(cluster.hub_code),
        answers=everybody,
        address=presentation.address,
        offers=offers,
        comparison=presentation.comparison(found, offers),
        evidence=presentation.evidence_rows(found),
        places=presentation.place_rows(found),
        open=found.state is RequestState.OPEN,
        overdue=found.answer_by < today(),
        state=STATES[found.state],
        asked_states=ASKED,
        orderers=saved,
        organisations=organisations,
        now_people=cluster.headcount,
        region_name=region.name,
        **{
            "decide": forms.DecideForm([(asked.id, asked.organisation_name) for asked, _offer in offers], found.version),
            "shares": forms.shares_form(organisations, saved, found.version),
            "withdraw": forms.WithdrawForm(data={"version": str(found.version)}),
            "faulty": None,
            **given,
        },
    )
    return (page, status) if status != 200 else page


def _possible(found: ProviderRequest, cluster: DemandCluster) -> Any:
    region = current_region()
    members = cluster_detail(region, cluster).members
    named = {m.need.organisation_id for m in members if may_be_named(m.need)}
    return queries.possible_orderers(region, cluster, orderers_of(found), named)


def _back(found: ProviderRequest) -> Any:
    return redirect(url_for("demand_pooling.request_page", request_id=found.id))


def _decide(found: ProviderRequest, cluster: DemandCluster) -> Any:
    offers = [(row.asked.id, row.asked.organisation_name) for row in queries.answers(found) if row.offer is not None]
    form = forms.DecideForm(offers, found.version, request.form)
    status = 422
    if form.validate():
        try:
            with atomic():
                service.decide(
                    region=current_region(),
                    request_id=found.id,
                    seen=number(form.version.data),
                    accepted_id=None if form.accepted.data == "none" else number(form.accepted.data),
                    reason=form.reason.data or "",
                    actor=current_user(),
                )
        except DomainError as error:
            form.add_error(error)
            form.version.data = str(found.version)
            status = error.status
        else:
            flash(_("Beslutet är sparat, och anordnarna har fått besked."))
            return _back(found)
    return _page(found, cluster, status, decide=form, faulty=form)


def _shares(found: ProviderRequest, cluster: DemandCluster) -> Any:
    organisations = _possible(found, cluster)
    form = forms.shares_form(organisations, (), found.version, request.form)
    status = 422
    if form.validate():
        try:
            with atomic():
                rows = forms.shares(form, organisations)
                seen = number(form.version.data)
                service.set_orderers(region=current_region(), request_id=found.id, seen=seen, shares=rows, actor=current_user())
        except DomainError as error:
            form.add_error(error)
            form.version.data = str(found.version)
            status = error.status
        else:
            flash(_("Beställarna är sparade."))
            return _back(found)
    return _page(found, cluster, status, shares=form, faulty=form)


def _remind(found: ProviderRequest, cluster: DemandCluster) -> Any:
    try:
        with atomic():
            sent = service.remind(region=current_region(), request_id=found.id, actor=current_user())
    except DomainError as error:
        flash(error.message, "info")
        return _back(found)
    if sent:
        flash(ngettext("%(n)s anordnare är påmind.", "%(n)s anordnare är påminda.", sent, n=sent))
    else:
        flash(_("Ingen att påminna: alla har svarat, eller så fick de mejl de senaste två dagarna."), "info")
    return _back(found)


def _withdraw(found: ProviderRequest, cluster: DemandCluster) -> Any:
    form = forms.WithdrawForm(formdata=request.form)
    status = 422
    if form.validate():
        try:
            with atomic():
                service.withdraw(
                    region=current_region(),
                    request_id=found.id,
                    seen=number(form.version.data),
                    reason=form.withdraw_reason.data or "",
                    actor=current_user(),
                )
        except DomainError as error:
            error.field = "withdraw_reason" if error.field else None
            form.add_error(error)
            form.version.data = str(found.version)
            status = error.status
        else:
            flash(_("Förfrågan är återtagen, och anordnarna har fått veta varför."))
            return _back(found)
    return _page(found, cluster, status, withdraw=form, faulty=form)


_STEPS: dict[str, Callable[[ProviderRequest, DemandCluster], Any]] = {
    "decide": _decide,
    "shares": _shares,
    "remind": _remind,
    "withdraw": _withdraw,
}
