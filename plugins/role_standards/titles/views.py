"""Pages of local titles: the list, a municipality's list pasted in, and each title confirmed."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, NotFound
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.i18n import ngettext
from core.regions.queries import municipalities
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.exports import download_links, recorded_download
from core.web.submission import once
from plugins.role_standards.adoption.queries import reached
from plugins.role_standards.permissions import MAP, READ
from plugins.role_standards.standards import queries as standards
from plugins.role_standards.titles import queries, service, words
from plugins.role_standards.titles.forms import OTHER, FilterForm, PasteForm, TitleForm, choices
from plugins.role_standards.titles.models import TitleState
from plugins.role_standards.titles.suggesting import Suggester
from plugins.role_standards.views import MAX_ID, bp


def _places() -> list[tuple[str, str]]:
    own = reached(current_region(), require_user(), MAP)
    return [(each.code, each.name) for each in municipalities(current_region()) if each.code in own]


def _reaches(code: str) -> bool:
    own = reached(current_region(), require_user(), MAP)
    return code in own or (not code and len(own) == len(municipalities(current_region())))


@bp.get("/titles")
@requires(GET=READ)
def titles() -> str:
    """The titles that municipalities use, and which standard each is."""
    region = current_region()
    places = [(each.code, each.name) for each in municipalities(region)]
    form = FilterForm(places, request.args)
    filters, chosen = _filters(form)
    kept = {name: getattr(filters, name) for name in ("q", "place", "state") if getattr(filters, name)}
    chips = [
        (label, url_for("role_standards.titles", **{key: value for key, value in kept.items() if key != name}))
        for name, label in chosen.items()
    ]
    own = {code for code, _name in _places()}
    return render_template(
        "role_standards/titles/list.html",
        page=queries.listing(region, filters, number=request.args.get("page", 1, type=int)),
        form=form,
        chips=chips,
        words=words,
        own=own,
        waiting=queries.how_many_wait(region, own),
        place=queries.place,
        downloads=download_links("role_standards.titles_table", **kept),
    )


def _filters(form: FilterForm) -> tuple[queries.Filters, dict[str, str]]:
    chosen: dict[str, str] = {}
    for field in (form.place, form.state):
        labels = {choice.value: str(choice.label) for choice in field.choices}
        field.data = field.data if field.data in labels else ""
        if field.data:
            chosen[field.name] = labels[field.data]
    q = (form.q.data or "").strip()[:100]
    return queries.Filters(q, form.place.data, form.state.data), ({"q": q} if q else {}) | chosen


@bp.get("/titles/file")
@requires(GET=READ)
def titles_table() -> Response:
    """The list as a file."""
    region = current_region()
    form: Kind = "xlsx" if request.args.get("form") == "xlsx" else "csv"
    filters, _chosen = _filters(FilterForm([(each.code, each.name) for each in municipalities(region)], request.args))
    page = queries.listing(region, filters, size=20_000)
    rows = [_told(row) for row in page.items]
    header = [_("Kommunkod"), _("Kommun"), _("Titel"), _("Yrkesroll"), _("Läge")]
    return recorded_download(form, "lokala-titlar", header, rows, action="role_standards.titles.exported", region=region)


def _told(row: queries.Row) -> list[str]:
    code = row.title.municipality_code
    return [code, queries.place(code), row.title.title, row.standard, str(words.STATE[row.title.state])]


@bp.route("/titles/paste", methods=["GET", "POST"])
@requires(GET=MAP, POST=MAP)
@once
def paste_titles() -> Any:
    """Paste a municipality's list of titles."""
    region, places = current_region(), _places()
    form = PasteForm(places, request.form if request.method == "POST" else None)

    def save() -> Any:
        if not _reaches(form.municipality.data):
            raise NotFound(standards.missing())
        new, again = service.add(region=region, municipality_code=form.municipality.data, titles=form.rows())
        if again:
            flash(ngettext("%(num)s titel fanns redan.", "%(num)s titlar fanns redan.", again), "info")
        return new

    return save_form(
        form,
        None,
        save,
        done=_("Titlarna är inlästa. Bekräfta var och en."),
        to=lambda _new: url_for("role_standards.confirm_titles"),
        template="role_standards/titles/paste.html",
    )


@bp.route("/titles/confirm", methods=["GET", "POST"])
@requires(GET=MAP, POST=MAP)
@once
def confirm_titles() -> Any:
    """The titles that wait, each with a suggestion and why. What is chosen is saved; the rest waits."""
    region = current_region()
    own = {code for code, _name in _places()}
    if request.method == "POST":
        saved, stale = 0, 0
        touched: set[int | None] = set()
        known = {str(each.id): each for each in standards.in_use(region)}
        with atomic():
            for name, choice in [pair for pair in request.form.items() if pair[0].startswith("title-")][:200]:
                number = name.removeprefix("title-")
                if name == number or not number.isdigit() or len(number) > 9 or (choice not in known and choice != OTHER):
                    continue
                row = queries.local_title(region, int(number), lock=True)
                if row.municipality_code not in own:
                    raise NotFound(standards.missing())
                if row.state is not TitleState.WAITING:
                    stale += 1
                    continue
                standard = known.get(choice)
                service.say(region=region, row=row, standard=standard, other=choice == OTHER, quietly=True)
                touched.add(row.standard_id)
                saved += 1
            service.tell_of(region, touched)
        flash(ngettext("%(num)s titel är kopplad.", "%(num)s titlar är kopplade.", saved), "success" if saved else "info")
        if stale:
            said = ngettext("%(num)s titel hade någon annan redan svarat på.", "%(num)s titlar hade någon annan redan svarat på.", stale)
            flash(said, "info")
        return redirect(url_for("role_standards.confirm_titles"))
    page = queries.waiting(region, own, number=request.args.get("page", 1, type=int))
    suggester = Suggester(region)
    rows = [(row, queries.place(row.municipality_code), suggester.suggest(row.title)) for row in page.items]
    return render_template("role_standards/titles/confirm.html", page=page, rows=rows, choices=choices(list(suggester.standards.values())))


@bp.route(f"/titles/<int(max={MAX_ID}):title_id>", methods=["GET", "POST"])
@requires(GET=MAP, POST=MAP)
@once
def edit_title(title_id: int) -> Any:
    """Say which standard one title is."""
    region = current_region()
    found = queries.local_title(region, title_id, lock=request.method == "POST")
    if not _reaches(found.municipality_code):
        raise NotFound(standards.missing())
    form = TitleForm(found, standards.in_use(region), request.form if request.method == "POST" else None)

    def save() -> Any:
        standard = standards.standard(region, int(form.choice.data)) if form.choice.data not in ("", OTHER) else None
        service.say(region=region, row=found, standard=standard, other=form.choice.data == OTHER)
        return found

    return save_form(
        form,
        found,
        save,
        done=_("Titeln är sparad."),
        to=lambda _saved: url_for("role_standards.titles"),
        template="role_standards/titles/edit.html",
        place=queries.place(found.municipality_code),
    )


@bp.post(f"/titles/<int(max={MAX_ID}):title_id>/remove")
@requires(POST=MAP)
@once
def remove_title(title_id: int) -> Any:
    """Forget a title."""
    region = current_region()
    found = queries.local_title(region, title_id, lock=True)
    if not _reaches(found.municipality_code):
        raise NotFound(standards.missing())
    try:
        with atomic():
            service.remove(region=region, row=found)
        flash(_("Titeln är borttagen."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("role_standards.titles"))
