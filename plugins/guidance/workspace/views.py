"""Pages of a counsellor's shortlists, and the shared page behind the link."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.addresses import absolute
from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.facts import normalise_website
from core.web.access import public, requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.limits import SEARCH, limiter
from core.web.submission import once
from plugins.guidance.permissions import WORKSPACE
from plugins.guidance.views import MAX_ID, bp
from plugins.guidance.workspace import queries, service
from plugins.guidance.workspace.forms import ItemForm, ListForm
from plugins.guidance.workspace.models import Shortlist

ONE = f"/lists/<int(max={MAX_ID}):shortlist_id>"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


def _own(shortlist_id: int) -> Shortlist:
    return queries.shortlist(current_region(), require_user(), shortlist_id, lock=request.method == "POST")


def _to(saved: Any) -> str:
    return url_for("guidance.shortlist", shortlist_id=saved.id)


@bp.get("/lists")
@requires(GET=WORKSPACE)
def shortlists() -> str:
    """One's own lists."""
    page = queries.shortlists(current_region(), require_user(), number=request.args.get("page", 1, type=int))
    return render_template("guidance/workspace/lists.html", page=page)


@bp.get(ONE)
@requires(GET=WORKSPACE)
def shortlist(shortlist_id: int) -> str:
    """One list."""
    found = _own(shortlist_id)
    token = service.token_for(found)
    link = absolute("guidance.shared_list", current_region(), token=token) if token else ""
    return render_template("guidance/workspace/list.html", found=found, rows=queries.items(found), link=link)


@bp.route("/lists/new", methods=["GET", "POST"])
@requires(GET=WORKSPACE, POST=WORKSPACE)
@once
def new_shortlist() -> Any:
    """Begin a list."""
    return _edit(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=WORKSPACE, POST=WORKSPACE)
@once
def edit_shortlist(shortlist_id: int) -> Any:
    """Change a list's label and greeting."""
    return _edit(_own(shortlist_id))


def _edit(found: Shortlist | None) -> Any:
    form = ListForm(found, _posted())

    def save() -> Shortlist:
        label, note = " ".join((form.label.data or "").split()), (form.note.data or "").strip()
        return service.save_list(region=current_region(), user=require_user(), shortlist=found, label=label, note=note)

    return save_form(form, found, save, done=_("Listan är sparad."), to=_to, template="guidance/workspace/edit.html", shortlist=found)


@bp.route(f"{ONE}/items/new", methods=["GET", "POST"])
@requires(GET=WORKSPACE, POST=WORKSPACE)
@once
def new_item(shortlist_id: int) -> Any:
    """Put a line of one's own on a list."""
    found, form = _own(shortlist_id), ItemForm(_posted())

    def save() -> Any:
        url = normalise_website(form.url.data or "", field="url")
        return service.add_item(shortlist=found, title=form.title_line(), text=(form.text.data or "").strip(), url=url)

    return save_form(
        form, None, save, done=_("Raden är sparad."), to=lambda saved: _to(found), template="guidance/workspace/edit.html", shortlist=found
    )


@bp.post("/lists/keep")
@requires(POST=WORKSPACE)
@once
def keep_item() -> Any:
    """Put something of an occupation's page on a list. Only addresses of this site are taken."""
    chosen = request.form.get("list", "")
    title, text, url = (request.form.get(name, "").strip() for name in ("title", "text", "url"))
    back = request.form.get("back", "")
    region = current_region()
    home = f"/r/{region.slug}/"
    try:
        with atomic():
            if not title or (url and not url.startswith(home)):
                raise DomainError(_("Det gick inte att spara. Läs in sidan igen."))
            if chosen.isdigit() and len(chosen) <= 9:
                found = queries.shortlist(region, require_user(), int(chosen), lock=True)
            else:
                found = service.save_list(region=region, user=require_user(), shortlist=None, label=_("Ny lista"), note="")
            service.add_item(shortlist=found, title=title, text=text, url=url)
        flash(_("Sparat i listan %(label)s.", label=found.label), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(back if back.startswith(f"{home}guidance/") else url_for("guidance.shortlists"))


@bp.post(f"{ONE}/items/<int(max={MAX_ID}):item_id>/remove")
@requires(POST=WORKSPACE)
@once
def remove_item(shortlist_id: int, item_id: int) -> Any:
    """Take a line off a list."""
    found = _own(shortlist_id)
    row = queries.item(found, item_id)
    with atomic():
        service.remove_item(shortlist=found, item=row)
    return redirect(_to(found))


@bp.post(f"{ONE}/share")
@requires(POST=WORKSPACE)
@once
def share_list(shortlist_id: int) -> Any:
    """Make a link to a list; an earlier one no longer opens."""
    found = _own(shortlist_id)
    with atomic():
        service.share(region=current_region(), shortlist=found)
    flash(_("Här är länken. Ge den till den som listan är för."), "success")
    return redirect(_to(found))


@bp.post(f"{ONE}/unshare")
@requires(POST=WORKSPACE)
@once
def unshare_list(shortlist_id: int) -> Any:
    """The link no longer opens."""
    found = _own(shortlist_id)
    with atomic():
        service.unshare(shortlist=found)
    flash(_("Länken går inte att öppna längre."), "success")
    return redirect(_to(found))


@bp.post(f"{ONE}/remove")
@requires(POST=WORKSPACE)
@once
def remove_list(shortlist_id: int) -> Any:
    """Throw a list away."""
    found = _own(shortlist_id)
    with atomic():
        service.remove_list(shortlist=found)
    flash(_("Listan är borttagen."), "success")
    return redirect(url_for("guidance.shortlists"))


@bp.get("/shared/<token>")
@public("GET")
@limiter.limit(SEARCH)
def shared_list(token: str) -> Any:
    """A list for whoever has the link. Nothing is stored about who reads it."""
    found = queries.by_token(current_region(), token)
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    if found is None:
        return render_template("guidance/workspace/ended.html"), 404, headers
    return render_template("guidance/workspace/shared.html", found=found, rows=queries.items(found)), 200, headers
