"""Telling members of the organisations that are asked."""

from __future__ import annotations

from collections.abc import Sequence

from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import NoticeKind
from core.regions.models import Region
from core.users.queries import organisations_where, with_permission
from core.web.format import format_date
from plugins.role_standards.links import path
from plugins.role_standards.permissions import ANSWER
from plugins.role_standards.referral.models import Consulted, Referral

ASKED = "role_standards.referral_asked"
KINDS = [
    NoticeKind(
        ASKED,
        _l("En yrkesroll är på remiss hos din organisation"),
        _l("När din organisation får en yrkesroll på remiss."),
        default="now",
        audience=ANSWER,
    )
]


def tell(region: Region, referral: Referral, asked: Sequence[Consulted]) -> None:
    """Tell each organisation's own people, once per referral. Those of the region have sent it themselves."""
    by_organisation = {row.organisation_id: row for row in asked if row.organisation_id is not None}
    for user in with_permission(region, ANSWER):
        theirs = sorted(by_organisation.keys() & organisations_where(user, region, ANSWER).organisations)
        for number in theirs:
            row = by_organisation[number]
            notify(
                kind=ASKED,
                users=[user],
                region=region,
                key=f"{referral.id}:{row.id}",
                title=_l("På remiss hos %(name)s: %(title)s", name=row.name, title=referral.title),
                body=_l("Svara senast %(day)s.", day=format_date(referral.answer_by)),
                url=path("answer_own_referral", region, referral_id=referral.id, consulted_id=row.id),
                subject_ref=referral.ref,
                group=referral.title,
            )
