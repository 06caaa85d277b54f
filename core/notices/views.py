"""A person's notices, how they want them, their calendar's address, and the end of a kind of mail with one click."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for

from core.db import atomic
from core.i18n import gettext as _
from core.i18n import speaking
from core.notices import calendar, feeds, queries, service
from core.notices.deliveries import kind_of, offered
from core.notices.forms import apply_choices, choices_form, fields_by_owner
from core.notices.mails import EVERYTHING, read_token
from core.notices.unsubscribing import unsubscribe as end_mail
from core.regions.queries import by_slug
from core.users.queries import regions_of
from core.web.access import public, signed_in
from core.web.context import current_region, current_user, require_user
from core.web.csrf import csrf
from core.web.limits import PUBLIC_POST, limiter
from core.web.redirects import safe_path
from core.web.submission import once

bp = Blueprint("core_notices", __name__)
NEW_FEED = "new_calendar_feed"


@bp.get("/notices")
@signed_in("GET")
def inbox() -> str:
    """What the person has been told, by the thing it is about; of one region with `?region=`."""
    user = require_user()
    chosen = by_slug(request.args.get("region", "")[:60])
    page = queries.groups(user, region=chosen, number=request.args.get("page", 1, type=int))
    unread = queries.unread_by_region(user)
    return render_template(
        "notices/inbox.html",
        page=page,
        chosen=chosen,
        regions=[(region, unread.get(region.id, 0)) for region in regions_of(user)],
        unread=unread.get(chosen.id, 0) if chosen else sum(unread.values()),
    )


@bp.post("/notices/<int:notice_id>/open")
@signed_in("POST")
@once
def open_notice(notice_id: int) -> Response:
    """Mark a notice as read and go to its page."""
    user = require_user()
    with atomic():
        notice = queries.own_notice(user, notice_id)
        service.mark_read(user=user, notice=notice)
    return redirect(safe_path(notice.url, url_for("core_notices.inbox")))  # type: ignore[return-value]


@bp.post("/notices/<int:notice_id>/read")
@signed_in("POST")
@once
def read_notice(notice_id: int) -> Response:
    """Mark a notice as read and stay."""
    user = require_user()
    with atomic():
        service.mark_read(user=user, notice=queries.own_notice(user, notice_id))
    return redirect(url_for("core_notices.inbox", region=request.form.get("only") or None))  # type: ignore[return-value]


@bp.post("/notices/read")
@signed_in("POST")
@once
def read_all() -> Response:
    """Mark everything as read, or everything of a region."""
    chosen = by_slug(request.form.get("only", "")[:60])
    with atomic():
        service.mark_all_read(user=require_user(), region=chosen)
    flash(_("Allt är markerat som läst."), "success")
    return redirect(url_for("core_notices.inbox", region=chosen.slug if chosen else None))  # type: ignore[return-value]


@bp.route("/notices/settings", methods=["GET", "POST"])
@signed_in("GET", "POST")
@once
def settings() -> Any:
    """How the person wants each kind of notice, and the calendar's address."""
    user = require_user()
    kinds = offered(user)
    form = choices_form(kinds, queries.choices(user))
    if form.validate_on_submit():
        with atomic():
            apply_choices(user, kinds, form)
        flash(_("Dina val är sparade."), "success")
        return redirect(url_for("core_notices.settings"))
    return render_template(
        "notices/settings.html",
        form=form,
        groups=fields_by_owner(kinds, form),
        feed=queries.feed_of(user),
        feed_url=session.pop(NEW_FEED, None) if request.method == "GET" and NEW_FEED in session else None,
    )


@bp.post("/notices/calendar")
@signed_in("POST")
@once
def renew_feed() -> Response:
    """Make the calendar's address, or a new one in the old one's place. It is shown once."""
    with atomic():
        token = feeds.renew(user=require_user())
    session[NEW_FEED] = url_for("core_notices.calendar_feed", token=token, _external=True)
    return redirect(url_for("core_notices.settings", _anchor="calendar"))  # type: ignore[return-value]


@bp.post("/notices/calendar/remove")
@signed_in("POST")
@once
def remove_feed() -> Response:
    """End the calendar's address."""
    with atomic():
        feeds.remove(user=require_user())
    flash(_("Kalenderns adress är borttagen. Den som har den kommer inte längre åt dina datum."), "success")
    return redirect(url_for("core_notices.settings", _anchor="calendar"))  # type: ignore[return-value]


@bp.get("/calendar/<token>.ics")
@public("GET")
@limiter.limit(PUBLIC_POST)
def calendar_feed(token: str) -> Response:
    """A person's calendar, to whoever has its secret address; 404 when that has ended or the account is closed."""
    owner = feeds.owner_of(token)
    if owner is None:
        abort(404)
    with speaking(owner.language):
        items = [(region, item) for region in regions_of(owner) for item in calendar.items(region, owner)]
        return _ics(calendar.write("Samkraft", items), private=True)


@bp.get("/r/<region>/calendar.ics")
@public("GET")
@limiter.limit(PUBLIC_POST)
def region_calendar() -> Response:
    """The region's days that everybody may see, such as last days to apply."""
    region = current_region()
    items = [(region, item) for item in calendar.items(region, None)]
    return _ics(calendar.write(region.name, items), private=False)


def _ics(body: bytes, *, private: bool) -> Response:
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="samkraft.ics"'
    response.headers["Cache-Control"] = "private, no-cache" if private else "public, max-age=900"
    if private:
        response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.route("/notices/unsubscribe/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.limit(PUBLIC_POST, methods=["POST"])
def unsubscribe(token: str) -> Any:
    """End a kind of mail to a person (RFC 8058): a mail program posts here, without cookies. The signed token is the right to do it.

    A GET changes nothing, because mail scanners open links. A POST answers with a page, never a redirect, and may be repeated.
    """
    found = read_token(token)
    if found is None:
        abort(404)
    user_id, kind = found
    done = request.method == "POST"
    if done:
        with atomic():
            if not end_mail(user_id=user_id, kind=kind):
                abort(404)
    try:
        title = "" if kind == EVERYTHING else kind_of(kind).title
    except LookupError:
        title = ""
    return render_template("notices/unsubscribe.html", done=done, title=title, signed_in=current_user() is not None)
