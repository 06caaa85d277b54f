"""Pages of adoption: a map and a table for everybody; a municipality's own people say how far it has come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.access import public, requires
from core.web.context import current_region, current_user, require_user
from core.web.exports import download_links, recorded_download
from core.web.schematic_map import AreaMap, draw_areas
from core.web.submission import once
from plugins.role_standards.adoption import queries, service, words
from plugins.role_standards.adoption.forms import AdoptionForm, StatusFilter
from plugins.role_standards.adoption.models import AdoptionStatus
from plugins.role_standards.permissions import ADOPT
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.standards.queries import in_force, missing
from plugins.role_standards.standards.queries import standard as standard_of
from plugins.role_standards.views import MAX_ID, bp

ONE = f"/standards/<int(max={MAX_ID}):standard_id>/adoption"
SHADE: dict[AdoptionStatus, int | None] = {  # None is drawn with lines across
    AdoptionStatus.NOT_STARTED: 0,
    AdoptionStatus.IN_PROGRESS: 2,
    AdoptionStatus.ADOPTED: 4,
    AdoptionStatus.DEVIATES: None,
}


def _agreed(region: Region, standard_id: int) -> RoleStandard:
    found = standard_of(region, standard_id)
    if in_force(found) is None:
        raise NotFound(missing())
    return found


@bp.get(ONE)
@public("GET")
def adoption(standard_id: int) -> str:
    """How far each municipality has come, as a map and a table."""
    region = current_region()
    found = _agreed(region, standard_id)
    form = StatusFilter(request.args)
    chosen = form.status.data if form.status.data in set(AdoptionStatus) else ""
    form.status.data = chosen
    everybody = queries.rows(region, found)
    return render_template(
        "role_standards/adoption/adoption.html",
        found=found,
        rows=[row for row in everybody if not chosen or row.status == chosen],
        counts=queries.counts(region, found),
        map=_map(everybody),
        legend=SHADE,
        form=form,
        chips=[(words.STATUS[AdoptionStatus(chosen)], url_for("role_standards.adoption", standard_id=found.id))] if chosen else [],
        own=queries.reached(region, current_user(), ADOPT) if found.withdrawn_at is None else set(),
        words=words,
        downloads=download_links("role_standards.adoption_table", standard_id=found.id),
    )


def _map(rows: list[queries.Row]) -> AreaMap | None:
    """The municipalities, shaded by how far they have come."""
    drawn = draw_areas({row.code: 1.0 for row in rows})
    shades = {row.name: SHADE[row.status] for row in rows}
    return replace(drawn, areas=[replace(area, shade=shades.get(area.name, 0)) for area in drawn.areas]) if drawn else None


@bp.get(f"{ONE}.<any(csv, xlsx):form>")
@public("GET")
def adoption_table(standard_id: int, form: Any) -> Response:
    """Adoption as a file."""
    region = current_region()
    found = _agreed(region, standard_id)
    header = [_("Kommunkod"), _("Kommun"), _("Läge"), _("Från och med"), _("Beslut"), _("Hur och varför på ett annat sätt"), _("Version")]
    rows = [
        [row.code, row.name, str(words.STATUS[row.status])]
        + ([row.row.since or "", row.row.decision, row.row.reason, row.row.version_number] if row.row else ["", "", "", ""])
        for row in queries.rows(region, found)
    ]
    return recorded_download(form, f"inforande-{found.id}", header, rows, action="role_standards.adoption.exported", region=region)


@bp.route(f"{ONE}/<code>", methods=["GET", "POST"])
@requires(GET=ADOPT, POST=ADOPT)
@once
def say_adoption(standard_id: int, code: str) -> Any:
    """Say how far one's own municipality has come."""
    region, posted, status = current_region(), request.method == "POST", 200
    standard = standard_of(region, standard_id, lock=posted)
    if code not in {each.code for each in municipalities(region)}:
        raise NotFound(missing())
    if code not in queries.reached(region, require_user(), ADOPT):
        raise NotFound(missing())
    found = queries.of(standard, code, lock=posted)
    form, now = AdoptionForm(found, request.form if posted else None), None
    if posted:
        status = 422
        version = str(found.version if found else 0)
        if form.version.data != version:
            status, now = 409, found
            form.version.process_data(version)
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.say(region=region, standard=standard, municipality_code=code, facts=form.facts())
                flash(_("Sparat. Så här ser det ut nu."), "success")
                return redirect(url_for("role_standards.adoption", standard_id=standard.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template("role_standards/adoption/edit.html", form=form, standard=standard, place=name_of(code), now=now, words=words)
    return page, status
