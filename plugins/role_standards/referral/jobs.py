"""Each morning: remind those who have not answered, once, when the last day is near."""

from __future__ import annotations

from datetime import timedelta

from core.plugins import Job
from core.regions.models import Region
from plugins.role_standards.referral.kind import REFERRALS
from plugins.role_standards.settings import role_settings


def remind_referrals(region: Region) -> None:
    """Run again it mails nobody more."""
    REFERRALS.remind_near(region, days=role_settings(region).remind_days, after=timedelta(days=1))


JOBS = [Job("role_standards.remind_referrals", remind_referrals, every="40 6 * * *", timeout=300)]
