"""E-mail domains that belong to an organisation. Nothing here commits."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from core.audit.service import record
from core.db import db, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.memberships.models import DomainPolicy, EmailDomain
from core.memberships.services.people import check_organisation, check_role
from core.regions.models import Region
from core.users.models import User
from core.users.roles import REGION_ADMIN
from core.users.service import normalise_email

# Where anybody can get an address. The list need not be whole: a region's administrator vouches for what is added.
PUBLIC = frozenset((Path(__file__).parent.parent / "data" / "public_domains.txt").read_text("utf-8").split())


def add_domain(*, region: Region, actor: User, domain: str, organisation_id: int | None, role: str, policy: DomainPolicy) -> EmailDomain:
    """Say that addresses of a domain belong to an organisation.

    Raises:
        DomainError: for a domain where anybody can get an address, one that is known, or a role that is not given this way.
    """
    name = normalise_domain(domain)
    check_role(actor=actor, region=region, role=role)
    organisation = check_organisation(region, organisation_id)
    if organisation is None:
        raise DomainError(_("Välj vilken organisation domänen hör till."), field="organisation")
    if role == REGION_ADMIN:
        raise DomainError(_("Administratörer bjuds in en och en. Välj en annan roll."), field="role")
    if of_address(region, f"x@{name}") is not None:
        raise DomainError(_("Domänen finns redan i regionen."), field="domain")
    found = EmailDomain(region_id=region.id, domain=name, organisation_id=organisation.id, role=role, policy=policy)
    db.session.add(found)
    db.session.flush()
    record("core.email_domain.added", region=region, subject=f"core:email_domain:{found.id}", domain=name, role=role, policy=str(policy))
    return found


def remove_domain(*, region: Region, domain_id: int) -> None:
    """Forget a domain. Those who have got a role keep it."""
    found = get(EmailDomain, domain_id, lock=True)
    record("core.email_domain.removed", region=region, subject=f"core:email_domain:{found.id}", domain=found.domain)
    db.session.delete(found)
    db.session.flush()


def normalise_domain(text: str) -> str:
    """A checked domain in lower case."""
    try:
        name = normalise_email("x@" + text.strip().lower().removeprefix("@")).partition("@")[2]
    except DomainError:
        raise DomainError(_("Skriv domänen som i en e-postadress, till exempel kommun.se."), field="domain") from None
    if name in PUBLIC:
        raise DomainError(_("Vem som helst kan skaffa en adress på %(domain)s. Bjud in personen i stället.", domain=name), field="domain")
    return name


def of_address(region: Region, email: str) -> EmailDomain | None:
    """What is known of an address's domain. Exactly that domain: `a.kommun.se` is another than `kommun.se`."""
    name = email.rpartition("@")[2].lower()
    statement = select(EmailDomain).where(EmailDomain.region_id == region.id, EmailDomain.domain == name)
    return db.session.execute(statement).scalar_one_or_none()
