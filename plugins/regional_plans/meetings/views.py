"""Pages of meetings: the list, one meeting with its agenda, and its papers."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic, get, utcnow
from core.documents.page import for_page
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.i18n import ngettext
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.regional_plans.files import Form, document_file
from plugins.regional_plans.meetings import mails, papers, queries, service, words
from plugins.regional_plans.meetings.agenda import make_agenda
from plugins.regional_plans.meetings.forms import MeetingForm
from plugins.regional_plans.meetings.models import GroupMeeting, MeetingStatus
from plugins.regional_plans.permissions import MEETINGS, READ
from plugins.regional_plans.plans import queries as plans
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.plans.views import ONE
from plugins.regional_plans.status import asking
from plugins.regional_plans.status.queries import counts
from plugins.regional_plans.views import MAX_ID, bp

MEETING = f"/meetings/<int(max={MAX_ID}):meeting_id>"


@bp.get(f"{ONE}/meetings")
@requires(GET=READ)
def meetings(plan_id: int) -> str:
    """The meetings about a plan."""
    region = current_region()
    plan = plans.plan(region, plan_id)
    return render_template(
        "regional_plans/meetings/list.html",
        plan=plan,
        page=queries.meetings(plan, number=request.args.get("page", 1, type=int)),
        words=words,
        manages=may(current_user(), region, MEETINGS),
    )


@bp.get(MEETING)
@requires(GET=READ)
def meeting(meeting_id: int) -> str:
    """One meeting."""
    region, user = current_region(), current_user()
    whole = queries.whole(region, meeting_id)
    manages = may(user, region, MEETINGS)
    return render_template(
        "regional_plans/meetings/meeting.html",
        whole=whole,
        when=papers.when(whole),
        words=words,
        manages=manages,
        writes=manages and whole.row.adjusted_on is None and whole.row.status != MeetingStatus.CANCELLED,
        counts=counts(whole.row),
        asks=asking.takes_answers(whole.row, whole.plan),
        has_begun=whole.row.starts_at <= utcnow(),
    )


def posted() -> Any:
    """The form that was sent, if one was."""
    return request.form if request.method == "POST" else None


def to_meeting(found: GroupMeeting) -> str:
    """Where one goes after a change."""
    return url_for("regional_plans.meeting", meeting_id=found.id)


@bp.route(f"{ONE}/meetings/new", methods=["GET", "POST"])
@requires(GET=MEETINGS, POST=MEETINGS)
@once
def new_meeting(plan_id: int) -> Any:
    """Plan a meeting."""
    return _edit(plans.plan(current_region(), plan_id), None)


@bp.route(f"{MEETING}/edit", methods=["GET", "POST"])
@requires(GET=MEETINGS, POST=MEETINGS)
@once
def edit_meeting(meeting_id: int) -> Any:
    """Change when and where a meeting is."""
    found = queries.meeting(current_region(), meeting_id, lock=request.method == "POST")
    return _edit(get(Plan, found.plan_id), found)


def _edit(plan: Plan, found: GroupMeeting | None) -> Any:
    region, form = current_region(), MeetingForm(found, posted())
    return save_form(
        form,
        found,
        lambda: service.save_meeting(region=region, plan=plan, meeting=found, facts=form.facts()),
        done=_("Mötet är sparat."),
        to=to_meeting,
        template="regional_plans/meetings/edit.html",
        back_url=to_meeting(found) if found else url_for("regional_plans.meetings", plan_id=plan.id),
        heading=_("Ändra mötet") if found else _("Planera ett möte"),
        lead=plan.title,
        shown=lambda now: [(_("Mötets namn"), now.title), (_("Plats"), now.place), (_("Länk till videomöte"), now.link)],
    )


def act(meeting_id: int, change: Any) -> Any:
    """Change a meeting in one step, and say so."""
    found = queries.meeting(current_region(), meeting_id, lock=True)
    try:
        with atomic():
            said = change(current_region(), found)
        flash(said, "success")
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        flash(error.message, "error")
    return redirect(to_meeting(found))


@bp.post(f"{MEETING}/agenda")
@requires(POST=MEETINGS)
@once
def fill_agenda(meeting_id: int) -> Any:
    """Put what is due on the agenda."""

    def change(region: Any, found: GroupMeeting) -> str:
        count = make_agenda(region=region, plan=get(Plan, found.plan_id), meeting=found)
        return (
            ngettext("En punkt är ny eller ändrad.", "%(num)s punkter är nya eller ändrade.", count)
            if count
            else _("Inget nytt att ta upp.")
        )

    return act(meeting_id, change)


@bp.post(f"{MEETING}/call")
@requires(POST=MEETINGS)
@once
def call_meeting(meeting_id: int) -> Any:
    """Call the group."""

    def change(region: Any, found: GroupMeeting) -> str:
        count = mails.send_call(region=region, whole=queries.whole(region, found.id))
        return ngettext("Kallelsen skickas till en ledamot.", "Kallelsen skickas till %(num)s ledamöter.", count)

    return act(meeting_id, change)


@bp.post(f"{MEETING}/held")
@requires(POST=MEETINGS)
@once
def hold_meeting(meeting_id: int) -> Any:
    """The meeting has been."""

    def change(region: Any, found: GroupMeeting) -> str:
        service.hold_meeting(region=region, meeting=found)
        return _("Mötet har hållits. Skriv vilka som kom och vad som beslutades.")

    return act(meeting_id, change)


@bp.post(f"{MEETING}/cancel")
@requires(POST=MEETINGS)
@once
def cancel_meeting(meeting_id: int) -> Any:
    """The meeting does not take place."""

    def change(region: Any, found: GroupMeeting) -> str:
        service.cancel_meeting(region=region, meeting=found)
        return _("Mötet är inställt. Berätta det för deltagarna.")

    return act(meeting_id, change)


@bp.get(f"{MEETING}/<any(agenda, minutes):paper>")
@requires(GET=READ)
def meeting_paper(meeting_id: int, paper: str) -> str:
    """The call or the minutes, to read."""
    region = current_region()
    whole = queries.whole(region, meeting_id)
    document = papers.agenda(region, whole) if paper == "agenda" else papers.minutes(region, whole)
    return render_template("regional_plans/meetings/paper.html", meeting=whole.row, paper=paper, page=for_page(document))


@bp.get(f"{MEETING}/<any(agenda, minutes):paper>.<any(pdf, docx):form>")
@requires(GET=READ)
def meeting_file(meeting_id: int, paper: str, form: Form) -> Response:
    """The call or the minutes, to keep."""
    region = current_region()
    whole = queries.whole(region, meeting_id)
    document = papers.agenda(region, whole) if paper == "agenda" else papers.minutes(region, whole)
    day = whole.row.starts_at.date().isoformat()
    return document_file(document, f"{_('dagordning') if paper == 'agenda' else _('protokoll')}-{day}", form)
