"""A referral (*remiss*): a draft that organisations are asked for their opinion on, by a mailed link without an account.

A plugin has its own tables of these columns, its own questions, and what is done with the answers; see ADR 0043.

    class Referral(ReferralColumns, Timestamped, Versioned, RegionScoped, Model): …
    class Consulted(ConsultedColumns, Timestamped, Versioned, RegionScoped, Model): …

    REFERRALS = Referrals("regional_plans", Referral, Consulted, absolute)
    REFERRALS.consulted_of(found)
"""

from core.referral.asking import Referrals
from core.referral.columns import NAME_LENGTH, TITLE_LENGTH, ConsultedColumns, ReferralColumns, ReferralStatus

__all__ = ["NAME_LENGTH", "TITLE_LENGTH", "ConsultedColumns", "ReferralColumns", "ReferralStatus", "Referrals"]
