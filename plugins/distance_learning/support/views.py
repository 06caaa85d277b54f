"""Pages of support for everybody: times to talk, study groups, and the check-list."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import LANGUAGES, language
from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region
from core.web.limits import FEEDBACK, PUBLIC_POST, limiter
from core.web.submission import once
from plugins.distance_learning.support import check_lists, queries
from plugins.distance_learning.support.forms import LANGUAGES as LANGUAGE_NAMES
from plugins.distance_learning.support.forms import JoinForm, SendListForm, TalkForm
from plugins.distance_learning.support.models import GroupMember, SupportBooking
from plugins.distance_learning.support.visits import GROUP, KIND_LABELS, SUPPORT
from plugins.distance_learning.views import MAX_ID, bp
from plugins.distance_learning.visiting import service
from plugins.distance_learning.visiting.places import contact_of, place_of
from plugins.distance_learning.visiting.times import span

ID = f"<int(max={MAX_ID})"


@bp.get("/support")
@public("GET")
def support() -> str:
    """Free times with a counsellor or for study support."""
    rows = queries.free_slots(current_region())
    return render_template("distance_learning/support/support.html", rows=rows, kinds=KIND_LABELS, span=span)


@bp.route(f"/support/{ID}:slot_id>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def book_support(slot_id: int) -> Any:
    """Public: one takes a time without an account and confirms by mail."""
    region = current_region()
    slot, centre = queries.public_slot(region, slot_id)
    free = slot.cancelled_at is None and not queries.booked(slot)
    form, status = TalkForm(formdata=request.form if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if not free:
            status = 409
        elif form.validate():
            try:
                with atomic():
                    booking = SupportBooking(
                        region_id=region.id,
                        slot_id=slot.id,
                        name=form.name.data.strip(),
                        email=form.email.data,
                        topic=(form.topic.data or "").strip(),
                    )
                    service.begin(region=region, kind=SUPPORT, booking=booking)
                return redirect(url_for("distance_learning.mail_sent"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "distance_learning/support/book.html",
        slot=slot,
        centre=centre,
        free=free,
        title=KIND_LABELS[slot.kind],
        place=place_of(centre),
        form=form,
        span=span,
        back_url=url_for("distance_learning.support"),
    )
    return page, status


@bp.get("/groups")
@public("GET")
def study_groups() -> str:
    """Study groups, by town and course."""
    wanted = request.args.get("q", "").strip()[:100]
    return render_template("distance_learning/support/groups.html", rows=queries.groups(current_region(), wanted), q=wanted)


@bp.route(f"/groups/{ID}:group_id>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def study_group(group_id: int) -> Any:
    """Public: one joins without an account and confirms by mail. Nobody sees who the others are."""
    region = current_region()
    row = queries.group_row(region, group_id)
    form, status = JoinForm(formdata=request.form if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            with atomic():
                member = GroupMember(region_id=region.id, group_id=row.group.id, name=form.name.data.strip(), email=form.email.data)
                service.begin(region=region, kind=GROUP, booking=member)
            return redirect(url_for("distance_learning.mail_sent"))
    full = row.members >= row.group.seats or not row.group.is_open or not row.centre.is_published
    page = render_template("distance_learning/support/group.html", row=row, full=full, contact=contact_of(row.centre), form=form)
    return page, status


@bp.route("/check-list", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(FEEDBACK, methods=["POST"])
@once
def check_list() -> Any:
    """Public: the check-list to read, and to get by mail."""
    region = current_region()
    asked = request.args.get("language", "")
    tongue = asked if asked in check_lists.STANDARD else language() if language() in LANGUAGES else "sv"
    form, status = SendListForm(formdata=request.form if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            with atomic():
                check_lists.send(region=region, language=tongue, email=form.email.data)
            flash(_("Vi har skickat checklistan till adressen."))
            return redirect(url_for("distance_learning.check_list", language=tongue))
    page = render_template(
        "distance_learning/support/check_list.html",
        points=check_lists.items(region, tongue),
        tongue=tongue,
        languages=LANGUAGE_NAMES,
        form=form,
    )
    return page, status
