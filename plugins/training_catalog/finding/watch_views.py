"""Watching a search: the list's link asks, the mailed link confirms, prolongs and ends."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from wtforms import EmailField
from wtforms.validators import InputRequired, Length

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.users.service import normalise_email
from core.web.access import public, signed_in
from core.web.context import current_region, current_user, require_user
from core.web.csrf import csrf
from core.web.forms import Form
from core.web.limits import GUESS, PUBLIC_POST, limiter
from core.web.submission import once
from plugins.training_catalog import presentation
from plugins.training_catalog.finding import watches
from plugins.training_catalog.finding.models import Watch
from plugins.training_catalog.finding.views import filters_here
from plugins.training_catalog.views import bp


class WatchForm(Form):
    """Where to mail what is new."""

    email = EmailField(_l("E-postadress"), [InputRequired(_l("Skriv din e-postadress.")), Length(max=254)])


@bp.route("/watch", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
@once
def watch() -> Any:
    """Ask to be told of new hits. For strangers the answer is the same whether the address watches already or not."""
    filters = filters_here()
    if not filters.chosen:
        return redirect(url_for("training_catalog.index"))
    back_url = presentation.list_url(filters)
    user, form = current_user(), WatchForm()
    if request.method == "POST":
        try:
            if user is not None:
                with atomic():
                    watches.keep(region=current_region(), filters=filters, user=user)
                flash(_("Bevakningen är sparad. Vi säger till högst en gång i veckan."), "success")
                return redirect(url_for("training_catalog.my_watches"))
            if form.validate():
                address = normalise_email(form.email.data or "")
                with atomic():
                    watches.ask(region=current_region(), filters=filters, email=address)
                flash(_("Vi har mejlat %(address)s. Öppna länken i mejlet, så börjar bevakningen.", address=address))
                return redirect(back_url)
        except DomainError as error:
            form.add_error(error)
    page = render_template(
        "training_catalog/finding/watch.html",
        form=form,
        words=presentation.in_words(filters),
        back_url=back_url,
        signed_in=user is not None,
    )
    return (page, 422) if request.method == "POST" else page


@bp.get("/watches")
@signed_in("GET")
def my_watches() -> str:
    """The signed-in person's own watches."""
    region = current_region()
    rows = [
        (presentation.in_words(filters), presentation.list_url(filters), each, watches.token_of(each))
        for each in watches.of_user(region, require_user())
        for filters in [watches.filters_of(region, each)]
    ]
    return render_template("training_catalog/finding/watches.html", rows=rows)


def _watch(token: str) -> Watch:
    found = watches.by_token(current_region(), token)
    if found is None or not found.query:  # one that has ended
        abort(404)
    return found


@bp.route("/watch/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@once
def watch_link(token: str) -> Any:
    """Say yes to the mails, or to one more year of them. A look changes nothing: mail scanners open links."""
    found = _watch(token)
    filters = watches.filters_of(current_region(), found)
    if request.method == "POST":
        with atomic():
            watches.agree(region=current_region(), watch=found)
        flash(_("Bevakningen är igång. Du får högst ett mejl i veckan."), "success")
        return redirect(url_for("training_catalog.watch_link", token=token))
    return render_template(
        "training_catalog/finding/watch_link.html",
        watch=found,
        words=presentation.in_words(filters),
        list_url=presentation.list_url(filters),
        stop_url=url_for("training_catalog.watch_stop", token=token),
    )


@bp.route("/watch/<token>/stop", methods=["GET", "POST"])
@public("GET", "POST")
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.limit(PUBLIC_POST, methods=["POST"])
def watch_stop(token: str) -> Any:
    """No more mails (RFC 8058): a mail program posts here, without cookies. Answers with a page, and may be repeated."""
    found = watches.by_token(current_region(), token)
    if found is None:
        abort(404)
    words = presentation.in_words(watches.filters_of(current_region(), found))
    if request.method == "POST":
        with atomic():
            watches.end(region=current_region(), watch=found)
    done = not found.query
    return render_template("training_catalog/finding/watch_stop.html", done=done, words=words)
