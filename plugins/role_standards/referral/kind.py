"""The plugin's referrals, with what every plugin's referrals can do."""

from __future__ import annotations

from core.referral import Referrals
from plugins.role_standards.links import absolute
from plugins.role_standards.referral import notices
from plugins.role_standards.referral.models import Consulted, Referral

REFERRALS = Referrals("role_standards", Referral, Consulted, absolute, notices.tell)
