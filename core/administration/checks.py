"""Whether the region is ready to be used: core's own checks, and those of every part that is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import exists, select

from core.accessibility.queries import statement
from core.config import Settings
from core.db import db, utcnow
from core.i18n import lazy_gettext as _l
from core.mail.models import Mail
from core.plugins import hooks
from core.plugins.declarations import Check
from core.records.retention import kinds
from core.regions.models import Region
from core.users.models import Membership, User
from core.users.roles import REGION_ADMIN

RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Checked:
    """A check, and the part that asks for it."""

    part: Any
    check: Check


def all_checks(region: Region) -> list[Checked]:
    """Every check, those that are not met first."""
    found = [Checked(_l("Regionen"), check) for check in core_checks(region)]
    found += [Checked(plugin.title, check) for plugin, check in hooks.for_region(region).region_checks()]
    return sorted(found, key=lambda c: c.check.ok)


def core_checks(region: Region) -> Sequence[Check]:
    """What core itself asks of a region."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    return [
        Check(
            _l("Någon är administratör"),
            _has_administrator(region),
            _l("Ge minst en person rollen regionadministratör"),
            "core_members.people",
        ),
        Check(_l("Regionen har en kontaktadress"), bool(region.contact_email), _l("Skriv en kontaktadress"), "core_region_admin.settings"),
        Check(
            _l("Mejl har kommit fram den senaste veckan"),
            not _mail_failing(region),
            _l("Se vilka mejl som inte gick att skicka"),
            "core_mail.log",
        ),
        Check(
            _l("Tillgängligheten är bedömd"),
            statement(region).assessed_on is not None,
            _l("Skriv i tillgänglighetsredogörelsen när och hur ni bedömde webbplatsen"),
            "core_accessibility.edit",
        ),
        Check(
            _l("Gallringstider är beslutade"),
            all(kind.rule is not None for kind in kinds(region) if kind.type.per_region),
            _l("Besluta hur länge varje slags handling sparas"),
            "core_retention.index",
        ),
        Check(
            _l("Webbplatsen har en egen hemlig nyckel och riktig e-post"),
            settings.environment == "production" and bool(settings.smtp_url),
            _l("Be den som driver webbplatsen att ställa in produktionsläge och en e-postserver"),
        ),
    ]


def _has_administrator(region: Region) -> bool:
    statement = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.region_id == region.id,
            Membership.role == REGION_ADMIN,
            Membership.suspended_at.is_(None),
            User.active.is_(True),
        )
        .limit(1)
    )
    return db.session.execute(statement).first() is not None


def _mail_failing(region: Region) -> bool:
    failed = exists().where(Mail.region_id == region.id, Mail.failed_at >= utcnow() - RECENT)
    return bool(db.session.execute(select(failed)).scalar_one())
