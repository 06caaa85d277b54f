"""Pages of a dossier: what it lacks, its parts, how it reads, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.documents import from_data
from core.documents.page import for_page
from core.errors import DomainError
from core.geo.queries import choices
from core.i18n import gettext as _
from core.plugins import hooks
from core.regions.queries import municipalities
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.demand_pooling import queries as clusters
from plugins.demand_pooling.dossier import queries, service
from plugins.demand_pooling.dossier.basis import gather
from plugins.demand_pooling.dossier.forms import NewForm, SendForm, kind_of
from plugins.demand_pooling.dossier.missing import evidence
from plugins.demand_pooling.dossier.permissions import READ, WRITE
from plugins.demand_pooling.dossier.texts import KIND_LABELS

bp = Blueprint("demand_pooling_dossier", __name__, template_folder="../templates")
MAX_ID = 2**31 - 1
ID = f"<int(max={MAX_ID}):dossier_id>"


@bp.get("/dossiers/")
@requires(GET=READ)
def dossiers() -> str:
    """All dossiers of the region."""
    region = current_region()
    page = queries.listing(region, number=request.args.get("page", 1, type=int))
    sent = queries.latest_numbers(region, page.items)
    return render_template("demand_pooling/dossier/list.html", page=page, sent=sent, kinds=KIND_LABELS)


@bp.route(f"/<int(max={MAX_ID}):cluster_id>/dossiers/new", methods=["GET", "POST"])
@requires(GET=WRITE, POST=WRITE)
@once
def new(cluster_id: int) -> Any:
    """Begin a dossier of a cluster."""
    region = current_region()
    cluster = clusters.get_cluster(region, cluster_id)
    form = NewForm()
    if form.validate_on_submit():
        try:
            with atomic():
                made = service.create(region=region, cluster=cluster, kind=kind_of(form), title=form.title.data or "", actor=current_user())
            return redirect(url_for("demand_pooling_dossier.dossier", dossier_id=made.id))
        except DomainError as error:
            form.add_error(error)
    page = render_template("demand_pooling/dossier/new.html", form=form, cluster=cluster)
    return (page, 422) if request.method == "POST" else page


@bp.get(f"/dossiers/{ID}")
@requires(GET=READ)
def dossier(dossier_id: int) -> str:
    """What it lacks, first; then its parts, and what was sent."""
    region, user = current_region(), current_user()
    found = queries.get_dossier(region, dossier_id)
    basis = gather(region, user, found)
    sent = queries.versions(found)
    return render_template(
        "demand_pooling/dossier/dossier.html",
        dossier=found,
        basis=basis,
        evidence=evidence(basis),
        addresses=_addresses(found.id, basis),
        versions=sent,
        withdrawn=queries.withdrawn_since(region, sent[0]) if sent else [],
        kinds=KIND_LABELS,
        may_write=may(user, region, WRITE),
        entries=[(e.at, hooks.stewardship().describe_log_entry(entry=e) or e.action, "") for e in queries.story(region, found)],
    )


def _addresses(dossier_id: int, basis: Any) -> Mapping[str, str]:
    """Where each piece of evidence is got."""
    own = {part: url_for(f"demand_pooling_dossier.{part}", dossier_id=dossier_id) for part in ("texts", "programme", "letters", "steering")}
    if basis.detail is not None:
        cluster = basis.detail.cluster
        own["cluster"] = url_for("demand_pooling.cluster", cluster_id=cluster.id)
        own["centres"] = url_for("demand_pooling.centres")
        own["evidence"] = url_for("demand_pooling_evidence.group", code=cluster.occupation_group)
    return own


@bp.get(f"/dossiers/{ID}/preview")
@requires(GET=READ)
def preview(dossier_id: int) -> str:
    """How it reads now."""
    region = current_region()
    found = queries.get_dossier(region, dossier_id)
    document = service.draft(region, gather(region, current_user(), found))
    return render_template("demand_pooling/dossier/preview.html", dossier=found, version=None, page=for_page(document), withdrawn=[])


@bp.get(f"/dossiers/{ID}/versions/<int(max={MAX_ID}):number>")
@requires(GET=READ)
def version(dossier_id: int, number: int) -> str:
    """What was sent, as it was; and what no longer holds of it."""
    region = current_region()
    found = queries.get_dossier(region, dossier_id)
    sent = queries.get_version(found, number)
    return render_template(
        "demand_pooling/dossier/preview.html",
        dossier=found,
        version=sent,
        page=for_page(from_data(sent.content)),
        withdrawn=queries.withdrawn_since(region, sent),
        whole=queries.fingerprint(sent.content) == sent.fingerprint,
    )


@bp.route(f"/dossiers/{ID}/send", methods=["GET", "POST"])
@requires(GET=WRITE, POST=WRITE)
@once
def send(dossier_id: int) -> Any:
    """Freeze it as it is, and say who it goes to."""
    region, user = current_region(), current_user()
    found = queries.get_dossier(region, dossier_id)
    form = SendForm(version=str(found.version))
    if form.validate_on_submit():
        try:
            with atomic():
                sent = service.send(region=region, dossier_id=found.id, version=form.seen, sent_to=form.sent_to.data or "", actor=user)
            flash(_("Version %(n)s är sparad så som den är nu. Hämta filen och skicka den.", n=sent.number), "success")
            return redirect(url_for("demand_pooling_dossier.version", dossier_id=found.id, number=sent.number))
        except DomainError as error:
            form.add_error(error)
            form.version.data = str(queries.get_dossier(region, dossier_id).version)
    lacks = [each for each in evidence(gather(region, user, found)) if not each.ok]
    page = render_template("demand_pooling/dossier/send.html", dossier=found, form=form, lacks=lacks)
    return (page, 422) if request.method == "POST" else page


def places() -> list[tuple[str, str]]:
    """The region's municipalities, for a select."""
    return choices({place.code for place in municipalities(current_region())})
