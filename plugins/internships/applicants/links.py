"""The applicant's own link: it needs no account, and is the only key to the applicant's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core import mailed_links
from core.db import db
from core.errors import NotFound
from core.i18n import gettext as _
from plugins.internships import tokens
from plugins.internships.applicants.models import Applicant

if TYPE_CHECKING:
    from core.regions.models import Region

PURPOSE = "applicant"


def token_for(applicant: Applicant) -> str:
    """The token of the applicant's link."""
    return tokens.token_of(PURPOSE, applicant.seed)


def by_token(region: Region, token: str, *, lock: bool = False) -> Applicant:
    """Whose link it is.

    Raises:
        NotFound: when it is nobody's here.
    """
    wanted = select(Applicant).where(Applicant.region_id == region.id, Applicant.token_hash == mailed_links.digest(token))
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.execute(wanted).scalar_one_or_none()
    if found is None or len(token) > mailed_links.MAX_TOKEN:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found
