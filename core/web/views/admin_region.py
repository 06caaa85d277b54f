"""The administrators' pages of the region itself: name and reach, colour, and its own texts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import TextAreaField
from wtforms.validators import Optional

from core.db import atomic
from core.errors import DomainError
from core.i18n import LANGUAGES
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions import queries, service
from core.regions.forms import RegionForm, ThemeForm
from core.texts import queries as texts
from core.texts.catalogue import TEXTS
from core.texts.render import render
from core.texts.service import check, set_text
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.forms import Form
from core.web.submission import once
from core.web.theme import DEFAULT_ACCENT

bp = Blueprint("core_region_admin", __name__, url_prefix="/r/<region>/admin")
MANAGE = "core.region.manage"


class TextForm(Form):
    """One of the region's own texts."""

    body = TextAreaField(_l("Text"), [Optional()])


@bp.route("/settings", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def settings() -> Any:
    """What the region is called, whom to ask, and what it covers. What a collaboration shares is shown, and changed in the file."""
    region = current_region()
    own = "\n".join(m.name for m in queries.own_municipalities(region))
    form = RegionForm(obj=region, municipalities=own) if request.method == "GET" else RegionForm()
    if form.validate_on_submit():
        try:
            with atomic():
                service.change_region(
                    region=region,
                    name=form.name.data or "",
                    description=form.description.data or "",
                    contact_email=form.contact_email.data or "",
                    municipalities=form.municipalities.data or "",
                )
            flash(_("Regionens uppgifter är sparade."), "success")
            return redirect(url_for("core_region_admin.settings"))
        except DomainError as error:
            form.add_error(error)
    return render_template(
        "administration/settings.html", form=form, members=queries.members(region), collaborations=queries.shared_with(region)
    )


@bp.route("/theme", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def theme() -> Any:
    """The region's colour."""
    region = current_region()
    form = ThemeForm(obj=region)
    if form.validate_on_submit():
        try:
            with atomic():
                service.change_accent(region=region, accent=form.accent.data or "")
            flash(_("Färgen är sparad."), "success")
            return redirect(url_for("core_region_admin.theme"))
        except DomainError as error:
            form.add_error(error)
    return render_template("administration/theme.html", form=form, default=DEFAULT_ACCENT)


@bp.get("/texts")
@requires(GET=MANAGE)
def own_texts() -> str:
    """Which texts the region can write itself, and in which languages it has."""
    region = current_region()
    rows = [
        (text, [(code, label, bool(texts.raw(region, text.key, code))) for code, label in LANGUAGES.items()]) for text in TEXTS.values()
    ]
    return render_template("administration/texts.html", rows=rows)


@bp.route("/texts/<key>/<code>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def text(key: str, code: str) -> Any:
    """Write one text: look at it first, save it, or go back to an earlier version or the text that comes with Samkraft."""
    if key not in TEXTS or code not in LANGUAGES:
        abort(404)
    region, preview = current_region(), None
    form = TextForm(body=texts.raw(region, key, code))
    if form.validate_on_submit():
        body = "" if request.form.get("action") == "reset" else form.body.data or ""
        try:
            if request.form.get("action") == "preview":
                body = check(key, body)
                preview = render(body) if TEXTS[key].formatted else body
            else:
                with atomic():
                    set_text(region=region, key=key, language=code, body=body, actor=require_user())
                flash(_("Texten är sparad."), "success")
                return redirect(url_for("core_region_admin.text", key=key, code=code))
        except DomainError as error:
            form.add_error(error)
    return render_template(
        "administration/text.html",
        form=form,
        text=TEXTS[key],
        code=code,
        label=LANGUAGES[code],
        preview=preview,
        history=texts.history(region, key, code),
    )
