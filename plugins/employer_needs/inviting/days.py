"""The day of a reminder."""

from __future__ import annotations

from datetime import date, timedelta

from core.clock import SWEDEN
from plugins.employer_needs.inviting.models import Anchor, RoundReminder
from plugins.employer_needs.models import SurveyRound


def due_on(survey_round: SurveyRound, reminder: RoundReminder) -> date:
    """The day of a reminder; of a round that has not opened, counted from its first day."""
    if reminder.anchor == Anchor.BEFORE_CLOSING:
        return survey_round.closes_on - timedelta(days=reminder.days)
    opened = survey_round.opened_at.astimezone(SWEDEN).date() if survey_round.opened_at else survey_round.opens_on
    return opened + timedelta(days=reminder.days)
