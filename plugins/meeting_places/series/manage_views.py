"""Pages where organisers keep their series, and the region its themes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.organisations.service import in_region
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.meeting_places.permissions import CHECK, MANAGE
from plugins.meeting_places.series import queries, service
from plugins.meeting_places.series.forms import OwnerForm, SeriesForm, ThemeForm
from plugins.meeting_places.series.models import MeetingPlace, Theme
from plugins.meeting_places.series.views import ONE
from plugins.meeting_places.views import MAX_ID, bp


def owner_of(form: OwnerForm) -> Any:
    """The organisation that was chosen, or whose number was written."""
    region = current_region()
    if "organisation_id" in form:
        return of_region(region, int(form.organisation_id.data))
    return in_region(region, form.organisation.data or "", field="organisation")


def _form(series: MeetingPlace | None = None) -> SeriesForm:
    region = current_region()
    data: dict[str, Any] = {}
    if series is not None:
        said = [f"{each.orgnr} {each.name}" for each in queries.organisers(series) if each.id != series.organisation_id]
        data = {
            "version": str(series.version),
            "title": series.title,
            "aim": series.aim,
            "themes": [str(each) for each in queries.theme_ids(series)],
            "counties": list(queries.county_codes(series)),
            "organisers": "\n".join(said),
        }
    form = SeriesForm(request.form if request.method == "POST" else None, data=data)
    form.offer(queries.own_themes(region))
    form.among(queries.acting_for(region, require_user()), known=series is not None)
    return form


def _facts(form: SeriesForm) -> dict[str, Any]:
    others = service.organisations_named(current_region(), form.organisers.data or "")
    return {**form.facts(), "organisers": [each.id for each in others]}


@bp.route("/manage/series/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_series() -> Any:
    """Add a series."""
    region, status = current_region(), 200
    if queries.acting_for(region, require_user()) == []:
        return redirect(url_for("meeting_places.manage"), code=303 if request.method == "POST" else 302)
    form = _form()
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.make(region=region, organisation=owner_of(form), **_facts(form))
                    if request.form.get("save") != "draft":
                        service.publish(region=region, series=made)
                flash(_("Mötesplatsen är sparad."), "success")
                return redirect(url_for("meeting_places.manage"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/series/edit.html", form=form, series=None), status


@bp.route(f"/manage{ONE}", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_series(series_id: int) -> Any:
    """Change a series, let everybody see it, or end it."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = queries.one_own(region, require_user(), series_id, lock=posted)
    form = _form(found)
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(Conflict(_("Någon annan har ändrat mötesplatsen. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.change(region=region, series=found, **_facts(form))
                    if request.form.get("save") == "publish":
                        service.publish(region=region, series=found)
                    elif request.form.get("save") == "end":
                        service.end(region=region, series=found)
                flash(_("Mötesplatsen är sparad."), "success")
                return redirect(url_for("meeting_places.manage"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/series/edit.html", form=form, series=found), status


@bp.route("/manage/themes", methods=["GET", "POST"])
@requires(GET=CHECK, POST=CHECK)
@once
def themes() -> Any:
    """The region's themes, and the form that adds one."""
    return _theme_page(None)


@bp.route(f"/manage/themes/<int(max={MAX_ID}):theme_id>", methods=["GET", "POST"])
@requires(GET=CHECK, POST=CHECK)
@once
def edit_theme(theme_id: int) -> Any:
    """Change a theme, or let nobody choose it any more."""
    return _theme_page(queries.own_theme(current_region(), theme_id))


def _theme_page(theme: Theme | None) -> Any:
    region, posted, status = current_region(), request.method == "POST", 200
    form = ThemeForm(request.form if posted else None, obj=theme)
    if theme is None:
        del form.is_active
    if posted:
        status = 422
        if theme is not None and form.version.data != str(theme.version):
            status = 409
            form.version.process_data(str(theme.version))
            form.add_error(Conflict(_("Någon annan har ändrat temat. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.save_theme(
                        region=region,
                        theme=theme,
                        name=" ".join((form.name.data or "").split()),
                        description=(form.description.data or "").strip(),
                        is_active=theme is None or bool(form.is_active.data),
                    )
                flash(_("Temat är sparat."), "success")
                return redirect(url_for("meeting_places.themes"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    found = queries.own_themes(region, also_old=True)
    return render_template("meeting_places/series/themes.html", form=form, theme=theme, themes=found), status
