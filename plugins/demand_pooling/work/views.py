"""The work bench: the clusters to the left, one of them to work with to the right; and the page where its status is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user, require_user
from core.web.submission import once
from plugins.demand_pooling.cluster_detail import cluster_detail
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.permissions import READ_NAMED, WORK
from plugins.demand_pooling.queries import get_cluster
from plugins.demand_pooling.views import MAX_ID, bp
from plugins.demand_pooling.work import forms, queries, service
from plugins.demand_pooling.work.forms import number
from plugins.demand_pooling.work.opening import ChangedMeanwhile
from plugins.demand_pooling.work.progress import Progress, progress_label
from plugins.demand_pooling.work.statuses import ways
from plugins.demand_pooling.work.undoing import last_undoable

PAGE = f"/<int(max={MAX_ID}):cluster_id>"


@bp.get("/work")
@requires(GET=WORK)
def bench() -> str:
    """The bench with nothing chosen yet."""
    form = forms.SearchForm(formdata=request.args)
    found = queries.bench_list(current_region(), form.q.data or "")
    return render_template("demand_pooling/work/bench.html", form=form, clusters=found, name_of=name_of)


@bp.route(f"{PAGE}/work", methods=["GET", "POST"])
@requires(GET=WORK, POST=WORK)
@once
def work(cluster_id: int) -> Any:
    """Work with a cluster's needs. A step that cannot be taken is told, and what was chosen stays chosen."""
    region = current_region()
    cluster = get_cluster(region, cluster_id)
    if request.method == "GET":
        if cluster.closed_at:
            return redirect(url_for("demand_pooling.cluster", cluster_id=cluster.id))
        return _bench_page(cluster)
    act = _STEPS.get(request.form.get("do", ""))
    if act is None:
        abort(400)
    try:
        with atomic():
            there = act(cluster)
    except DomainError as error:
        if error.status == 404 or cluster.closed_at:
            raise
        return _bench_page(cluster, error), error.status
    return redirect(there or url_for("demand_pooling.work", cluster_id=cluster.id))


def _bench_page(cluster: DemandCluster, error: DomainError | None = None) -> str:
    region, user = current_region(), current_user()
    near = queries.neighbours(region, cluster)
    do = request.form.get("do", "") if error else ""
    needs = forms.NeedsForm(cluster, near, request.form if do in ("move", "remove", "release") else None)
    merge = forms.MergeForm(cluster, near, request.form if do == "merge" else None)
    comment = forms.CommentForm(formdata=request.form if do == "comment" else None)
    faulty = {"merge": merge, "comment": comment}.get(do, needs)
    since = []
    if isinstance(error, ChangedMeanwhile):
        since = queries.lines(region, cluster, error.since)
        needs.version.data = merge.version.data = str(cluster.version)
    elif error:
        faulty.add_error(error)
    return render_template(
        "demand_pooling/work/cluster.html",
        cluster=cluster,
        detail=cluster_detail(region, cluster),
        clusters=near,
        needs=needs,
        merge=merge,
        comment=comment,
        faulty=faulty,
        error=error,
        since=since,
        named=may(user, region, READ_NAMED),
        aside=queries.set_aside(region, cluster),
        history=queries.history(region, cluster),
        undoable=last_undoable(cluster),
        follows=queries.follows(user, cluster),
        status=progress_label(cluster.status),
        name_of=name_of,
    )


def _seen() -> int:
    """The version that the person had before them. A form without one is no form of ours."""
    found = number(request.form.get("version"))
    if found is None:
        abort(400)
    return found


def _move(cluster: DemandCluster) -> str | None:
    form = forms.NeedsForm(cluster, (), request.form)
    facts: dict[str, Any] = {
        "region": current_region(),
        "cluster_id": cluster.id,
        "seen": _seen(),
        "need_ids": form.chosen(),
        "actor": current_user(),
        "text": form.text.data or "",
    }
    if form.target.data == forms.NEW:
        new, _step = service.split(**facts)
        flash(_("Behoven är nu ett eget kluster."))
        return url_for("demand_pooling.work", cluster_id=new.id)
    service.move(**facts, target_id=_other(form.target.data, "target"))
    flash(_("Behoven är flyttade."))
    return None if cluster.closed_at is None else url_for("demand_pooling.work", cluster_id=number(form.target.data))


def _other(value: Any, field: str) -> int:
    found = number(value)
    if found is None:
        raise DomainError(_("Välj ett kluster."), field=field)
    try:
        return get_cluster(current_region(), found).id
    except NotFound:
        raise DomainError(_("Klustret finns inte längre. Välj ett annat."), field=field) from None


def _remove(cluster: DemandCluster) -> str | None:
    form = forms.NeedsForm(cluster, (), request.form)
    service.remove(
        region=current_region(),
        cluster_id=cluster.id,
        seen=_seen(),
        need_ids=form.chosen(),
        actor=current_user(),
        text=form.text.data or "",
    )
    flash(_("Behoven räknas inte till något kluster. Du kan ta tillbaka dem längre ner på sidan."))
    return None if cluster.closed_at is None else url_for("demand_pooling.bench")


def _release(cluster: DemandCluster) -> str | None:
    form = forms.NeedsForm(cluster, (), request.form)
    service.release(region=current_region(), cluster_id=cluster.id, seen=_seen(), need_ids=form.chosen(), actor=current_user())
    flash(_("Regeln avgör nu var behoven hör hemma. Det tar oftast några sekunder."))
    return None if cluster.closed_at is None else url_for("demand_pooling.bench")


def _merge(cluster: DemandCluster) -> None:
    other = _other(request.form.get("other"), "other")
    service.merge(region=current_region(), cluster_id=cluster.id, seen=_seen(), other_id=other, actor=current_user())
    flash(_("Klustren är ett."))


def _lock(cluster: DemandCluster) -> None:
    service.lock(region=current_region(), cluster_id=cluster.id, seen=_seen(), actor=current_user())
    flash(_("Klustret är låst. Bara ett återkallat behov lämnar det."))


def _unlock(cluster: DemandCluster) -> None:
    service.unlock(region=current_region(), cluster_id=cluster.id, seen=_seen(), actor=current_user())
    flash(_("Klustret är upplåst."))


def _comment(cluster: DemandCluster) -> None:
    try:
        service.comment(region=current_region(), cluster_id=cluster.id, actor=current_user(), text=request.form.get("comment", ""))
    except DomainError as error:
        error.field = "comment"
        raise
    flash(_("Kommentaren är sparad."))


def _undo(cluster: DemandCluster) -> None:
    service.undo(region=current_region(), cluster_id=cluster.id, step_id=number(request.form.get("step")) or 0, actor=current_user())
    flash(_("Steget är taget tillbaka."))


def _put_back(_cluster: DemandCluster) -> None:
    service.put_back(region=current_region(), aside_id=number(request.form.get("aside")) or 0, actor=current_user())
    flash(_("Behovet får räknas till kluster igen. Det tar oftast några sekunder."))


def _follow(cluster: DemandCluster) -> None:
    service.follow(region=current_region(), cluster_id=cluster.id, user=require_user())
    flash(_("Du får veta när läget ändras."))


def _unfollow(cluster: DemandCluster) -> None:
    service.unfollow(region=current_region(), cluster_id=cluster.id, user=require_user())
    flash(_("Du får inte längre veta när läget ändras."))


_STEPS: dict[str, Callable[[DemandCluster], str | None]] = {
    "move": _move,
    "remove": _remove,
    "release": _release,
    "merge": _merge,
    "lock": _lock,
    "unlock": _unlock,
    "comment": _comment,
    "undo": _undo,
    "put_back": _put_back,
    "follow": _follow,
    "unfollow": _unfollow,
}


@bp.route(f"{PAGE}/status", methods=["GET", "POST"])
@requires(GET=WORK, POST=WORK)
@once
def status(cluster_id: int) -> Any:
    """Take a cluster on along its way."""
    region = current_region()
    cluster = get_cluster(region, cluster_id)
    if cluster.closed_at:
        return redirect(url_for("demand_pooling.cluster", cluster_id=cluster.id))
    choices = ways(cluster)
    form = forms.StatusForm(cluster, choices, request.form if request.method == "POST" else None)
    answer, since = 200, []
    if request.method == "POST":
        answer = 422
        if form.validate():
            try:
                with atomic():
                    service.change_status(
                        region=region,
                        cluster_id=cluster.id,
                        seen=_seen(),
                        status=Progress(form.status.data),
                        actor=current_user(),
                        text=form.text.data or "",
                        message=form.message.data or "",
                        needs_go="keep" if form.needs_go.data == "keep" else "release",
                    )
            except DomainError as error:
                form.add_error(error)
                answer = error.status
                if isinstance(error, ChangedMeanwhile):
                    since = queries.lines(region, cluster, error.since)
                    form.version.data = str(cluster.version)
            else:
                flash(_("Läget är ändrat. Arbetsgivarna ser det i statusspåret."))
                return redirect(url_for("demand_pooling.cluster", cluster_id=cluster.id))
    page = render_template(
        "demand_pooling/work/status.html",
        cluster=cluster,
        form=form,
        since=since,
        status=progress_label(cluster.status),
        may_cancel=Progress.CANCELLED in choices,
        name_of=name_of,
    )
    return page, answer
