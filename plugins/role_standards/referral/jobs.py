"""Each morning: remind those who have not answered, once, when the last day is near."""

from __future__ import annotations

from datetime import timedelta

from core.clock import today
from core.db import utcnow
from core.plugins import Job
from core.regions.models import Region
from plugins.role_standards.referral import mails, queries
from plugins.role_standards.referral.service import token_of
from plugins.role_standards.settings import role_settings


def remind_referrals(region: Region) -> None:
    """Run again it mails nobody more."""
    near = timedelta(days=role_settings(region).remind_days)
    for referral in queries.open_referrals(region):
        if not today() <= referral.answer_by <= today() + near:
            continue
        for consulted in queries.silent(referral):
            if consulted.reminded_at is None and consulted.asked_at is not None and utcnow() - consulted.asked_at > timedelta(days=1):
                consulted.reminded_at = utcnow()
                mails.remind(region, referral, consulted, token_of(consulted.seed))


JOBS = [Job("role_standards.remind_referrals", remind_referrals, every="40 6 * * *", timeout=300)]
