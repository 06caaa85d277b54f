"""The library for everybody: the list, one solution, the list as a file, and the link in a contact's mail."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind, download
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.regions.queries import municipalities
from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.exports import download_links
from core.web.limits import PUBLIC_POST, SEARCH, limiter
from core.web.submission import once
from plugins.meeting_places.permissions import CHECK, SOLUTIONS
from plugins.meeting_places.series.queries import themes
from plugins.meeting_places.solutions import queries, service
from plugins.meeting_places.solutions.forms import FilterForm, UseForm
from plugins.meeting_places.views import MAX_ID, bp

ONE = f"/solutions/<int(max={MAX_ID}):solution_id>"
MAX_FILE = 5_000


def _filter_form() -> tuple[FilterForm, queries.Filters]:
    region = current_region()
    names = list(dict.fromkeys(theme.name for theme in themes(region)))
    form = FilterForm(request.args, themes=names, municipalities=[each.code for each in municipalities(region)])
    filters = queries.Filters(
        q=(form.q.data or "").strip()[:100],
        theme=form.theme.data,
        municipality=form.municipality.data,
        fresh=bool(form.fresh.data),
        sort=form.sort.data,
    )
    return form, filters


@bp.get("/solutions")
@public("GET")
@limiter.limit(SEARCH)
def solutions() -> str:
    """The library, narrowed by what is in the address."""
    region, user = current_region(), current_user()
    form, filters = _filter_form()
    arguments = filters.arguments()
    return render_template(
        "meeting_places/solutions/list.html",
        form=form,
        page=queries.listing(region, filters, number=request.args.get("page", 1, type=int)),
        chips=[
            (label, url_for("meeting_places.solutions", **{key: value for key, value in arguments.items() if key != name}))
            for name, label in form.chosen()
        ],
        name_of=name_of,
        downloads=download_links("meeting_places.solutions_file", **arguments),
        may_write=may(user, region, SOLUTIONS),
        waiting=len(queries.to_check(region)) if may(user, region, CHECK) else 0,
    )


@bp.get("/solutions.csv", defaults={"form": "csv"})
@bp.get("/solutions.xlsx", defaults={"form": "xlsx"})
@public("GET")
@limiter.limit(SEARCH)
def solutions_file(form: Kind) -> Any:
    """The same list as a file. No person stands in it: whom to ask is on each solution's page."""
    region = current_region()
    _form, filters = _filter_form()
    header = [_("Lösning"), _("Vems"), _("Kommun"), _("Teman"), _("Vad"), _("För vem"), _("Resultat"), _("Kostnad"), _("Används även av"),
              _("Stämde senast"), _("Adress")]  # fmt: skip
    rows = [
        [row.solution.title, row.organisation, name_of(row.solution.municipality_code) if row.solution.municipality_code else "",
         ", ".join(row.themes), row.solution.what, row.solution.for_whom, row.solution.result, row.solution.cost, row.uses,
         row.solution.confirmed_on, url_for("meeting_places.solution", solution_id=row.solution.id, _external=True)]
        for row in queries.everything(region, filters, MAX_FILE)
    ]  # fmt: skip
    return download(form, f"lokala-losningar-{region.slug}", header, rows)


@bp.get(ONE)
@public("GET")
def solution(solution_id: int) -> str:
    """One solution: what, for whom, what came of it, and whom to ask."""
    region, user = current_region(), current_user()
    found = queries.published(solution_id)
    row = queries.rows(region, [found])[0]
    acting = queries.acting_for(region, user) or []
    used_by = queries.users_of(found)
    there = {use.organisation_id for use, _name in used_by}
    others = [each for each in acting if each.id not in there and each.id != found.organisation_id]
    form = UseForm() if others and found.status == "published" else None
    if form is not None:
        form.among(others)
    return render_template(
        "meeting_places/solutions/solution.html",
        solution=found,
        row=row,
        name_of=name_of,
        contact=queries.contact(found),
        used_by=used_by,
        use_form=form,
        own_ids={each.id for each in acting},
        may_change=found.status == "published" and queries.may_change(region, user, found),
    )


@bp.route("/solutions/confirm/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def confirm_by_link(token: str) -> Any:
    """What the mail to a contact leads to: read it through, and say that it holds. A look changes nothing."""
    region, posted = current_region(), request.method == "POST"
    found = queries.by_token(region, token, lock=posted)
    if found is None:
        return render_template("meeting_places/solutions/no_link.html"), 404
    if posted:
        try:
            with atomic():
                service.confirm(region=region, solution=found)
            flash(_("Tack. Nu står det att lösningen stämmer."), "success")
        except DomainError as error:
            flash(error.message, "error")
        return redirect(url_for("meeting_places.confirm_by_link", token=token))
    return render_template(
        "meeting_places/solutions/confirm.html", solution=found, row=queries.rows(region, [found])[0], name_of=name_of, token=token
    )
