"""Each morning: remind those who have not answered, once, when the last day is near."""

from __future__ import annotations

from datetime import timedelta

from core.plugins import Job
from core.regions.models import Region
from plugins.regional_plans.referral.kind import REFERRALS

NEAR = 5  # days


def remind_referrals(region: Region) -> None:
    """Run again it mails nobody more."""
    REFERRALS.remind_near(region, days=NEAR, after=timedelta(days=NEAR))


JOBS = [Job("regional_plans.remind_referrals", remind_referrals, every="40 6 * * *", timeout=300)]
