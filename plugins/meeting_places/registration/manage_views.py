"""Pages where organisers see who comes, what they need, and whom they have invited."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from sqlalchemy import select

from core.audit.service import record
from core.db import atomic, db
from core.errors import DomainError
from core.files.sheets import Kind
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.organisations.naming import KINDS
from core.records.people import protected_addresses
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.exports import download_links, local_time, recorded_download
from core.web.submission import once
from plugins.meeting_places.meetings.forms import InviteForm
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.meetings.queries import within_reach
from plugins.meeting_places.meetings.service import own_meeting
from plugins.meeting_places.meetings.words import MODES
from plugins.meeting_places.permissions import MANAGE, NEEDS, PARTICIPANTS
from plugins.meeting_places.registration import queries, service, words
from plugins.meeting_places.registration.forms import ParticipantFilter
from plugins.meeting_places.roles import ROLES
from plugins.meeting_places.views import MAX_ID, bp

ONE = f"/meetings/<int(max={MAX_ID}):meeting_id>"


def may_over(meeting: Meeting, permission: str) -> bool:
    """Whether the one who is signed in has a permission over a meeting."""
    reach = within_reach(current_region(), require_user(), permission)
    return db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id, reach)).first() is not None


@bp.get(f"{ONE}/participants")
@requires(GET=PARTICIPANTS)
def participants(meeting_id: int) -> str:
    """Those who are registered."""
    meeting = own_meeting(current_region(), require_user(), meeting_id, permission=PARTICIPANTS)
    form = ParticipantFilter(request.args)
    arguments = {name: form[name].data for name in ("q", "status") if form[name].data}
    page = queries.listing(meeting, **arguments, number=request.args.get("page", 1, type=int))
    return render_template(
        "meeting_places/registration/participants.html",
        meeting=meeting,
        form=form,
        page=page,
        rows=queries.rows(page.items),
        words=words,
        modes=MODES,
        roles=ROLES,
        name_of=name_of,
        chips=[
            (label, url_for("meeting_places.participants", meeting_id=meeting.id, **{k: v for k, v in arguments.items() if k != name}))
            for name, label in form.chosen()
        ],
        downloads=download_links("meeting_places.participants_file", meeting_id=meeting.id),
        may_read_needs=may_over(meeting, NEEDS),
    )


@bp.get(f"{ONE}/participants.csv", defaults={"form": "csv"})
@bp.get(f"{ONE}/participants.xlsx", defaults={"form": "xlsx"})
@requires(GET=PARTICIPANTS)
def participants_file(meeting_id: int, form: Kind) -> Response:
    """The list as a file. Special needs never stand in it."""
    region = current_region()
    meeting = own_meeting(region, require_user(), meeting_id, permission=PARTICIPANTS)
    header = [
        _("Namn"),
        _("E-post"),
        _("Organisation"),
        _("Slag av organisation"),
        _("Kommun"),
        _("Roll"),
        _("Deltar"),
        _("Läge"),
        _("Sedan"),
        _("Intygade timmar"),
    ]
    rows = [
        [
            row.name,
            row.email,
            row.organisation,
            str(KINDS[row.registration.organisation_kind]) if row.registration.organisation_kind else "",
            name_of(row.registration.municipality_code) if row.registration.municipality_code else "",
            str(ROLES.get(row.registration.role, "")),
            str(MODES[row.registration.mode]),
            str(words.STATUS[row.registration.status][0]),
            local_time(row.registration.status_at),
            row.attendance.hours if row.attendance else "",
        ]
        for row in queries.rows(queries.everyone(meeting))
    ]
    return recorded_download(form, f"deltagare-{meeting.id}", header, rows, action="meeting_places.participants.taken_out", region=region)


@bp.get(f"{ONE}/needs")
@requires(GET=NEEDS)
def needs(meeting_id: int) -> str:
    """What people need. That somebody has read it stands in the log."""
    region = current_region()
    meeting = own_meeting(region, require_user(), meeting_id, permission=NEEDS)
    with atomic():
        record("meeting_places.needs.read", region=region, subject=meeting.ref, title=meeting.title)
    found = queries.with_needs(meeting)
    hidden = protected_addresses(each.email for each in found)
    rows = [
        (_("Deltagare %(n)s", n=each.id) if each.email.lower() in hidden else each.name, str(MODES[each.mode]), service.needs_of(each))
        for each in found
    ]
    return render_template("meeting_places/registration/needs.html", meeting=meeting, rows=rows)


@bp.route(f"{ONE}/invitations", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def invitations(meeting_id: int) -> Any:
    """Those who are invited, and the form that invites more."""
    region, status = current_region(), 200
    meeting = own_meeting(region, require_user(), meeting_id)
    form = InviteForm()
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    sent = service.invite(region=region, meeting=meeting, addresses=form.read)
                flash(ngettext("%(num)s inbjudan är skickad.", "%(num)s inbjudningar är skickade.", sent), "success")
                return redirect(url_for("meeting_places.invitations", meeting_id=meeting.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = queries.invitations(meeting, number=request.args.get("page", 1, type=int))
    came = queries.registered_addresses(meeting, [each.email for each in page.items])
    return render_template("meeting_places/registration/invitations.html", meeting=meeting, form=form, page=page, came=came), status
