"""The plugin's referrals, with what every plugin's referrals can do."""

from __future__ import annotations

from core.referral import Referrals
from plugins.regional_plans.links import absolute
from plugins.regional_plans.referral.models import Consulted, Referral

REFERRALS = Referrals("regional_plans", Referral, Consulted, absolute)
