"""The page on which attendance is written down: whom, searched and ticked over several pages, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import Page, atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.funding.attendance import service
from plugins.funding.attendance.forms import SessionForm
from plugins.funding.participants import queries as people
from plugins.funding.participants.models import Participant
from plugins.funding.participants.views import of_project
from plugins.funding.permissions import MANAGE_PARTICIPANTS
from plugins.funding.projects.models import Project
from plugins.funding.projects.views import ONE
from plugins.funding.views import bp

MOST = 300  # so many numbers fit in an address
SIZE = 30
LOOK = ("search", "next", "previous", "all")


@bp.route(f"{ONE}/attendance/new", methods=["GET", "POST"])
@requires(GET=MANAGE_PARTICIPANTS, POST=MANAGE_PARTICIPANTS)
@once
def register_attendance(project_id: int) -> Any:
    """Write down the same hours for several participants. Searching and turning the page keep what is typed and ticked."""
    project, posted, status = of_project(project_id), request.method == "POST", 200
    given: Any = request.form if posted else request.args
    form = SessionForm(people.organisations(project), given if given else None)
    if "day" not in given:
        form.day.data = today()
    numbers = _ticked(given)
    ticked = _people(project, numbers)
    if posted and given.get("action") in LOOK:
        return redirect(_elsewhere(project, form, given["action"], numbers))
    page = _page(project, form)
    form.show(ticked, [each for each in page.items if each.number not in numbers])
    if posted:
        status = 422
        if len(numbers) > MOST:
            form.add_error(DomainError(_("Välj högst %(n)s deltagare åt gången. Spara de här först.", n=MOST)))
        elif form.validate():
            try:
                with atomic():
                    saved = _save(project, form, ticked)
                _tell(saved, len(ticked))
                return redirect(url_for("funding.attendance", project_id=project.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("funding/attendance/new.html", project=project, form=form, page=page), status


def _ticked(given: Any) -> list[int]:
    """The numbers that are ticked: on the page, before it, or in the address."""
    written = [*given.get("ticked", "").split("."), *given.getlist("chosen"), *given.getlist("people")]
    return sorted({int(each) for each in written if each.isascii() and each.isdigit() and len(each) <= 9})


def _people(project: Project, numbers: Sequence[int]) -> list[Participant]:
    found = people.by_numbers(project, numbers[:MOST]) if numbers else {}
    return [found[number] for number in sorted(found)]


def _page(project: Project, form: SessionForm) -> Page[Participant]:
    text = form.page.data or ""
    number = int(text) if text.isascii() and text.isdigit() else 1
    q, organisation = (form.q.data or "").strip()[:100], (form.organisation.data or "")[:200]
    return people.page(project, q=q, organisation=organisation, number=number, size=SIZE)


def _elsewhere(project: Project, form: SessionForm, action: str, numbers: list[int]) -> str:
    """The address of the page to show next, with everything that is typed and ticked."""
    page = _page(project, form)
    number = {"next": page.number + 1, "previous": page.number - 1, "all": page.number}.get(action, 1)
    if action == "all":
        numbers = sorted({*numbers, *(each.number for each in page.items)})
    if len(numbers) > MOST:
        flash(_("Välj högst %(n)s deltagare åt gången. Spara de här först.", n=MOST), "error")
    typed = {name: (request.form.get(name) or "")[:200] for name in ("day", "hours", "activity", "by_leader", "q", "organisation")}
    values: dict[str, Any] = {name: value for name, value in typed.items() if value or name == "day"}
    return url_for(
        "funding.register_attendance",
        project_id=project.id,
        ticked=".".join(map(str, numbers[:MOST])) or None,
        page=max(number, 1),
        _anchor="people",
        **values,
    )


def _save(project: Project, form: SessionForm, ticked: Sequence[Participant]) -> int:
    return service.register(
        region=current_region(),
        project=project,
        participants=ticked,
        day=form.day.data,  # type: ignore[arg-type]
        hours=form.hours.data or 0.0,
        activity=" ".join((form.activity.data or "").split()),
        by_leader=bool(form.by_leader.data),
    )


def _tell(saved: int, ticked: int) -> None:
    flash(ngettext("Närvaron är sparad för %(n)s deltagare.", "Närvaron är sparad för %(n)s deltagare.", saved, n=saved), "success")
    if saved < ticked:
        text = ngettext(
            "%(n)s hade redan timmar den dagen och är som förut. Rätta på deltagarens sida.",
            "%(n)s hade redan timmar den dagen och är som förut. Rätta på deltagarens sida.",
            ticked - saved,
            n=ticked - saved,
        )
        flash(text, "info")
