"""Making a referral, sending it, reminding, and closing it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.db import db
from core.documents import as_data
from core.errors import Conflict
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.role_standards.referral import queries
from plugins.role_standards.referral.answering import takes_answers
from plugins.role_standards.referral.kind import REFERRALS
from plugins.role_standards.referral.models import Referral
from plugins.role_standards.standards import queries as standards
from plugins.role_standards.standards.document import standard_document
from plugins.role_standards.standards.models import StandardVersion, VersionStatus
from plugins.role_standards.standards.service import changeable

add_asked = REFERRALS.add_asked
remove_asked = REFERRALS.remove_asked
token_of = REFERRALS.token_of


def save(*, region: Region, version: StandardVersion, referral: Referral | None, facts: Mapping[str, Any]) -> Referral:
    """Begin a referral of a draft, or change one. Args, raises: as `core.referral.Referrals.save`."""
    return REFERRALS.save(region=region, found=referral or Referral(region_id=region.id, version_id=version.id), facts=facts)


def send(*, region: Region, referral_id: int, at: datetime | None = None) -> Referral:
    """Freeze the draft as it reads now, and mail everybody who is asked.

    Raises:
        Conflict: when it is sent already, nobody is asked, or the draft is not ready.
    """
    referral = queries.own_referral(region, referral_id, lock=True)
    REFERRALS.ready(referral)
    version, standard = standards.version(region, referral.version_id, lock=True)
    changeable(version)
    if not version.description or not standards.requirements(version.id):
        raise Conflict(_("Skriv vad rollen är till för, och minst ett krav, innan du skickar den på remiss."))
    version.status = VersionStatus.REFERRAL
    REFERRALS.sent(region=region, referral=referral, content=as_data(standard_document(region, standard, version, made_at=at)), at=at)
    return referral


def remind(*, region: Region, referral: Referral) -> int:
    """Mail those who have not answered, with the same link; nobody twice on the same day.

    Raises:
        Conflict: when it takes no answers.
    """
    if not takes_answers(referral):
        raise Conflict(_("Remissen tar inte emot svar, så ingen behöver påminnas."))
    return REFERRALS.remind(region=region, referral=referral)


def close(*, region: Region, referral_id: int, at: datetime | None = None) -> Referral:
    """Take no more answers; the draft can be changed again.

    Raises:
        Conflict: when it is not open.
    """
    referral = queries.own_referral(region, referral_id, lock=True)
    REFERRALS.close(region=region, referral=referral, at=at)
    version, _standard = standards.version(region, referral.version_id, lock=True)
    if version.status is VersionStatus.REFERRAL:
        version.status = VersionStatus.DRAFT
    db.session.flush()
    return referral
