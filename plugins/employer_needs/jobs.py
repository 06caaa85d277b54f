"""Work outside the request. Every job can be run again from the start and ends in the same place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from core.db import atomic, get
from core.jobs import enqueue
from core.plugins.declarations import Job
from core.regions.models import Region
from plugins.employer_needs import notices
from plugins.employer_needs.dashboards import publishing
from plugins.employer_needs.dashboards import service as figures
from plugins.employer_needs.inviting import service as following
from plugins.employer_needs.models import SurveyRound
from plugins.employer_needs.questions import files
from plugins.employer_needs.services import invitations, rounds, sending


def send_invitations(region: Region, *, round_id: int) -> None:
    """Mail the unsent invitations of an open round. Mail and mark are one transaction, so each is mailed once."""
    _in_batches(round_id, lambda survey_round: invitations.send_some(region=region, survey_round=survey_round))


def send_reminders(region: Region, *, round_id: int, before: str) -> None:
    """Mail those who have not answered and were last mailed before a moment (ISO)."""
    moment = datetime.fromisoformat(before)
    _in_batches(round_id, lambda survey_round: invitations.remind_some(region=region, survey_round=survey_round, before=moment))


def _in_batches(round_id: int, work: Callable[[SurveyRound], int]) -> None:
    while True:
        with atomic():
            survey_round = get(SurveyRound, round_id)
            if not rounds.takes_answers(survey_round) or not work(survey_round):
                return


def republish_needs(region: Region, *, after_id: int) -> None:
    """State published needs again, and ask for the next ones."""
    last = sending.republish(region=region, after_id=after_id)
    if last is not None:
        enqueue("employer_needs.republish_needs", region=region, after_id=last)


def follow_rounds(region: Region) -> None:
    """Each night: close the rounds whose last day has passed, tell of those that close soon, and forget files that were only looked at."""
    rounds.close_overdue(region=region)
    notices.tell_of_closing(region)
    invitations.clear_old_imports(region=region)
    files.clear(region)


def rebuild_figures(region: Region) -> None:
    """Each night: make the figures anew, so that what changed elsewhere (a branch, a record destroyed by its rule) is in them too."""
    figures.rebuild(region=region)


def publish_figures(region: Region, *, round_id: int) -> None:
    """Work out what of a closed round may be published, and keep it for good."""
    publishing.store(region=region, round_id=round_id)


def send_due_reminders(region: Region) -> None:
    """Each morning: the reminders whose day has come."""
    following.start_due(region=region)


JOBS = [
    Job("employer_needs.send_invitations", send_invitations, timeout=600, atomic=False),
    Job("employer_needs.send_reminders", send_reminders, timeout=600, atomic=False),
    Job("employer_needs.send_due_reminders", send_due_reminders, every="0 8 * * *"),
    Job("employer_needs.republish_needs", republish_needs, timeout=120),
    Job("employer_needs.follow_rounds", follow_rounds, every="10 0 * * *"),
    Job("employer_needs.publish_figures", publish_figures, timeout=900),
    Job("employer_needs.rebuild_figures", rebuild_figures, every="40 2 * * *", timeout=1_800),
]
