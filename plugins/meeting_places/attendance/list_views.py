"""Pages where organisers read in the meeting tool's participant list."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.records.people import protected_addresses
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.meeting_places.attendance import lists, queries, words
from plugins.meeting_places.attendance.forms import ListForm
from plugins.meeting_places.attendance.models import ListStatus
from plugins.meeting_places.attendance.service import certified
from plugins.meeting_places.meetings.service import own_meeting
from plugins.meeting_places.permissions import PARTICIPANTS
from plugins.meeting_places.registration.manage_views import ONE
from plugins.meeting_places.registration.queries import rows
from plugins.meeting_places.views import MAX_ID, bp

LIST = f"{ONE}/attendance/lists/<int(max={MAX_ID}):list_id>"


@bp.route(f"{ONE}/attendance/lists/new", methods=["GET", "POST"])
@requires(GET=PARTICIPANTS, POST=PARTICIPANTS)
@once
def new_attendance_list(meeting_id: int) -> Any:
    """Choose the file. Nobody is noted before one has looked at what it says."""
    region, status = current_region(), 200
    meeting = own_meeting(region, require_user(), meeting_id, permission=PARTICIPANTS)
    form = ListForm()
    if request.method == "POST":
        status = 422
        if form.validate():
            name, content = form.content(lists.LIMITS.bytes)
            try:
                with atomic():
                    made = lists.read(region=region, meeting=meeting, name=name, content=content)
                return redirect(url_for("meeting_places.attendance_list", meeting_id=meeting.id, list_id=made.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/attendance/new_list.html", meeting=meeting, form=form), status


@bp.route(LIST, methods=["GET", "POST"])
@requires(GET=PARTICIPANTS, POST=PARTICIPANTS)
@once
def attendance_list(meeting_id: int, list_id: int) -> Any:
    """What the list says, who is not known, and the buttons that apply it or take it back."""
    region, posted, error, status = current_region(), request.method == "POST", "", 200
    meeting = own_meeting(region, require_user(), meeting_id, permission=PARTICIPANTS, lock=posted)
    found = queries.own_list(meeting, list_id, lock=posted)
    chosen = _chosen() if posted else {}
    if posted:
        try:
            with atomic():
                if request.form.get("do") == "undo":
                    done = lists.undo(region=region, meeting=meeting, found=found)
                    flash(ngettext("Närvaron för %(num)s person är ångrad.", "Närvaron för %(num)s personer är ångrad.", done), "success")
                else:
                    lists.pair(meeting=meeting, found=found, pairs=chosen)
                    if request.form.get("do") == "apply":
                        done = lists.apply(region=region, meeting=meeting, found=found)
                        flash(
                            ngettext("Närvaron är inläst för %(num)s person.", "Närvaron är inläst för %(num)s personer.", done), "success"
                        )
                    else:
                        flash(_("Valen är sparade. Läs in listan när alla rader stämmer."), "success")
            return redirect(url_for("meeting_places.attendance_list", meeting_id=meeting.id, list_id=found.id))
        except DomainError as refused:
            error, status = refused.message, refused.status
    people = {row.registration.id: row for row in rows(queries.seated(meeting))}
    there = queries.lines(found)
    page = render_template(
        "meeting_places/attendance/list.html",
        meeting=meeting,
        found=found,
        lines=there,
        people=people,
        chosen=chosen,
        hidden=protected_addresses(line.email for line in there),
        words=words,
        error=error,
        hours={line.id: certified(region, meeting, line.minutes) for line in there},
        unknown=[line for line in there if line.registration_id is None and not line.fault],
        is_checked=found.status == ListStatus.CHECKED,
        is_applied=found.status == ListStatus.APPLIED,
    )
    return page, status


def _chosen() -> dict[int, int | None]:
    """Which registration was chosen for which line: fields named `line-<id>`."""
    found: dict[int, int | None] = {}
    for key, value in list(request.form.items())[: lists.MAX_LINES + 50]:
        number = key.removeprefix("line-")
        if key.startswith("line-") and number.isdigit() and len(number) < 10:
            found[int(number)] = int(value) if value.isdigit() and len(value) < 10 else None
    return found
