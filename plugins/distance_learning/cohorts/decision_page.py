"""What can be decided on a cohort as it stands, with the form of each decision."""

from __future__ import annotations

from typing import Any

from core.errors import DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from core.web.forms import Form
from plugins.distance_learning.cohorts import deciding, queries
from plugins.distance_learning.cohorts.alternatives import alternative_of
from plugins.distance_learning.cohorts.counting import Figures
from plugins.distance_learning.cohorts.forms import CancelForm, numbers_form, numbers_of
from plugins.distance_learning.cohorts.locking import receiving
from plugins.distance_learning.cohorts.models import OPEN, CohortStatus, InterestStatus
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse

Status = CohortStatus


class DecisionPage:
    """The decisions that the status allows, and their forms. The posted one is filled with what was typed."""

    def __init__(self, region: Region, course: DistanceCourse, found: Figures, posted: Any) -> None:
        self.region, self.course, self.figures = region, course, found
        self.centres = {key: centre for key, (_row, centre) in receiving(course).items()}
        self.do = posted.get("do", "") if posted is not None else ""
        self.seen = posted.get("seen", "")[:20] if posted is not None else ""
        self.stage = deciding.stage(found.status)
        self.instead = alternative_of(region, found.cohort)
        self.outcomes = {row.centre_id: row for row in deciding.outcomes_of(found.cohort)} if found.cohort else {}
        status = found.status
        live = course.status == CourseStatus.PUBLISHED
        self.may_confirm = live and status in (Status.COLLECTING, Status.REACHED)
        self.may_cancel = status in OPEN
        self.may_reopen = live and status == Status.CANCELLED
        self.start = self._numbers("start", posted) if status == Status.CONFIRMED else None
        self.complete = self._numbers("complete", posted) if status == Status.STARTED else None
        self.cancel = CancelForm(queries.other_courses(region, course), posted if self.do == "cancel" else None)

    def _numbers(self, do: str, posted: Any) -> Form:
        joined = deciding.joined_at(self.course)
        before = {key: row.started for key, row in self.outcomes.items()} if do == "complete" else joined
        return numbers_form(list(self.centres.values()), before, posted if self.do == do else None)

    @property
    def form(self) -> Form | None:
        """The form that was posted, if it has one."""
        forms: dict[str, Form | None] = {"start": self.start, "complete": self.complete, "cancel": self.cancel}
        return forms.get(self.do)

    @property
    def faulty(self) -> Form | None:
        """The same, when it has errors to list."""
        form = self.form if self.form is not None else self.cancel
        return form if form.errors or form.form_errors else None

    def valid(self) -> bool:
        """Whether the posted form can be acted on."""
        return self.form is None or bool(self.form.validate())

    def add_error(self, error: DomainError) -> None:
        """Show a service's error at its field."""
        (self.form if self.form is not None else self.cancel).add_error(error)

    def act(self, user: User) -> str:
        """Do what was decided, and say so.

        Raises:
            DomainError: as the service.
        """
        seen: dict[str, Any] = {"region": self.region, "course_id": self.course.id, "seen": self.seen or "unknown", "actor": user}
        centres = list(self.centres.values())
        if self.do == "confirm":
            deciding.confirm(**seen)
            return _("Studiegruppen blir av. De anmälda har fått erbjudande om plats.")
        if self.do == "start" and self.start is not None:
            deciding.start(started=numbers_of(self.start, centres), **seen)
            return _("Studiegruppen har startat.")
        if self.do == "complete" and self.complete is not None:
            deciding.complete(completed=numbers_of(self.complete, centres), **seen)
            return _("Studiegruppen är genomförd.")
        if self.do == "cancel":
            deciding.cancel(reason=self.cancel.reason.data or "", alternative_ref=self.cancel.alternative.data or "", **seen)
            return _("Studiegruppen är inställd. De anmälda har fått veta det.")
        if self.do == "reopen":
            deciding.reopen(**seen)
            return _("Kursen samlar intresse igen.")
        raise DomainError(_("Det går inte i det läge som studiegruppen har nu. Läs in sidan igen."))

    def places(self) -> list[tuple[str, int, int, str]]:
        """Per centre: interested, seats that it has, and what came of it. For those who work with it."""
        seats = {key: row.seats for key, (row, _centre) in receiving(self.course).items()}
        return [(centre.name, self.figures.by_centre.get(key, 0), seats[key], self._outcome(key)) for key, centre in self.centres.items()]

    def _outcome(self, centre_id: int) -> str:
        row = self.outcomes.get(centre_id)
        if row is None:
            return ""
        if row.completed is None:
            return _("%(n)s började", n=row.started)
        return _("%(n)s började, %(done)s blev klara", n=row.started, done=row.completed)

    def people(self, status: str) -> int:
        """How many have a status."""
        return self.figures.by_status.get(InterestStatus(status), 0)
