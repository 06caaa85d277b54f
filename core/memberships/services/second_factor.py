"""Taking away the second factor of somebody who has lost it. The factor belongs to the account, so all regions count."""

from __future__ import annotations

from sqlalchemy import select

from core.db import all_regions, db
from core.errors import Conflict, Forbidden
from core.i18n import gettext as _
from core.memberships.queries import grantable, person
from core.regions.models import Region
from core.users import second
from core.users.models import Membership, User
from core.users.queries import may

MANAGE = "core.member.manage"


def may_reset(actor: User, user: User) -> bool:
    """Whether everything that the person is, in any region, is something that the actor manages there."""
    if actor.id == user.id:
        return False
    statement = select(Region, Membership.role).join(Membership, Membership.region_id == Region.id).where(Membership.user_id == user.id)
    with all_regions("a second factor opens every region that its owner has a role in"):
        rows = db.session.execute(statement).all()
        return all(may(actor, region, MANAGE) and role in grantable(actor, region) for region, role in rows)


def reset(*, region: Region, actor: User, user_id: int, reason: str) -> User:
    """Take the second factors away and end all sessions. The person is told by mail, and chooses a new one at the next sign-in.

    Raises:
        NotFound: when the person has no role in the region.
        Forbidden: for oneself, or for somebody who is more than the actor manages.
        Conflict: when there is none to take away.
    """
    user = person(region, user_id)
    if not may_reset(actor, user):
        raise Forbidden(_("Du kan inte nollställa den här personens andra faktor. Be den som driver webbplatsen."))
    if not second.reset_factors(user, region=region, reason=reason.strip()):
        raise Conflict(_("Personen har ingen andra faktor att nollställa."))
    return user
