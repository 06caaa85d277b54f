"""Pages for those who plan: needs with the educations that answer them, and educations that nobody asked for."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.db import atomic
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.plugins import hooks
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.exports import recorded_download
from core.web.submission import once
from plugins.training_catalog.gap import files, queries, service, words
from plugins.training_catalog.gap.forms import NeedForm, UnaskedForm
from plugins.training_catalog.permissions import READ_GAP
from plugins.training_catalog.settings import settings_in
from plugins.training_catalog.views import bp

MAX_ID = 2**31 - 1


@bp.get("/needs/")
@requires(GET=READ_GAP)
def gap() -> str:
    """All needs, and how the catalogue answers them."""
    region = current_region()
    form = NeedForm(region, request.args)
    return render_template(
        "training_catalog/gap/needs.html",
        form=form,
        fed=queries.is_fed(region),
        page=queries.need_page(region, form.filters(), number=request.args.get("page", 1, type=int)),
        figures=queries.figures(region),
        unasked=queries.unasked_count(region),
        chips=[(label, _without("gap", name)) for name, label in form.chosen()],
        words=words,
        downloads=_downloads("gap_file"),
    )


@bp.get("/needs.csv", defaults={"kind": "csv"})
@bp.get("/needs.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ_GAP)
def gap_file(kind: Kind) -> Any:
    """The needs as a file, a row per education that answers."""
    region = current_region()
    rows = files.need_rows(queries.export_needs(region, NeedForm(region, request.args).filters()))
    name = "behov-och-utbildningar"
    return recorded_download(kind, name, files.need_header(), rows, action="training_catalog.gap.exported", region=region)


@bp.get(f"/needs/<int(max={MAX_ID}):cluster_id>")
@requires(GET=READ_GAP)
def gap_need(cluster_id: int) -> str:
    """One need: every education that answers it, and why."""
    region = current_region()
    need = queries.need(region, cluster_id)
    rows = queries.answers([need])
    received = queries.received(rows)
    return render_template(
        "training_catalog/gap/need.html",
        need=need,
        answers=[
            (
                row,
                words.reasons(need, row.Answer, row.level, row.EducationEvent, received.get(row.EducationEvent.id, ())),
                words.ANSWER_FITS[row.Answer.fit],
            )
            for row in rows
        ],
        reach_km=settings_in(region).reach_km,
        words=words,
        cluster=hooks.for_region(region).resolve_ref(user=current_user(), ref=f"{queries.OWNER}:cluster:{cluster_id}"),
    )


@bp.get("/unasked/")
@requires(GET=READ_GAP)
def unasked() -> str:
    """Educations to come that no need asks for."""
    region = current_region()
    form = UnaskedForm(request.args)
    page = queries.unasked_page(region, form.filters(), number=request.args.get("page", 1, type=int))
    return render_template(
        "training_catalog/gap/unasked.html",
        form=form,
        fed=queries.is_fed(region),
        page=page,
        leads=queries.led_to(page.items),
        chips=[(label, _without("unasked", name)) for name, label in form.chosen()],
        downloads=_downloads("unasked_file"),
    )


@bp.get("/unasked.csv", defaults={"kind": "csv"})
@bp.get("/unasked.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ_GAP)
def unasked_file(kind: Kind) -> Any:
    """The educations as a file."""
    region = current_region()
    rows = files.unasked_rows(queries.export_unasked(region, UnaskedForm(request.args).filters()))
    name = "utbildningar-utan-behov"
    return recorded_download(kind, name, files.unasked_header(), rows, action="training_catalog.gap.unasked_exported", region=region)


@bp.post("/needs/ask-again")
@requires(POST=READ_GAP)
@once
def gap_ask_again() -> Response:
    """Have the needs told anew."""
    with atomic():
        service.ask_again_by_hand(region=current_region())
    flash(_("Behoven hämtas på nytt. Det tar oftast några sekunder. Läs in sidan igen för att se dem."))
    return redirect(url_for("training_catalog.gap"))


def _arguments() -> dict[str, Any]:
    return {name: value for name, value in request.args.items() if name != "page" and value}


def _without(endpoint: str, name: str) -> str:
    return url_for(f"training_catalog.{endpoint}", **{key: value for key, value in _arguments().items() if key != name})


def _downloads(endpoint: str) -> dict[str, str]:
    return {kind: url_for(f"training_catalog.{endpoint}", kind=kind, **_arguments()) for kind in ("csv", "xlsx")}
