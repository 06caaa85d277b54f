"""Core's own part in the hooks: always enabled, registered first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import Job, MailTemplate, NoticeKind, Permission
from core.plugins.hookspecs import hookimpl
from core.plugins.plugin import Plugin
from core.users.roles import CORE_PERMISSIONS

if TYPE_CHECKING:
    from core.events.event import Event
    from core.imports.kind import ImportKind


class Core(Plugin):
    """Core as a plugin of itself, so that its jobs and permissions go the same way as everybody's."""

    name = "core"
    title = _l("Kärnan")

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from core.api.permissions import PERMISSIONS as api
        from core.imports.permissions import PERMISSIONS as imports
        from core.organisations.permissions import PERMISSIONS as organisations

        return [*CORE_PERMISSIONS, *organisations, *imports, *api]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from core.audit.jobs import JOBS as audit
        from core.imports.jobs import JOBS as imports
        from core.jobs.jobs import JOBS as housekeeping
        from core.mail.jobs import JOBS as mail
        from core.memberships.jobs import JOBS as memberships
        from core.notices.jobs import JOBS as notices
        from core.records.jobs import JOBS as records
        from core.users.jobs import JOBS as users
        from core.webhooks.jobs import JOBS as webhooks

        return [*mail, *imports, *housekeeping, *audit, *notices, *records, *webhooks, *memberships, *users]

    @hookimpl
    def register_imports(self) -> Sequence[ImportKind]:
        from core.organisations.imports import KIND

        return [KIND]

    @hookimpl
    def register_events(self) -> Sequence[type[Event]]:
        from core.events.replay import ReplayRequested
        from core.organisations.events import OrganisationMerged

        return [ReplayRequested, OrganisationMerged]

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from core.notices.kinds import KINDS

        return KINDS

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from core.mail.standard import TEMPLATES as core_mails
        from core.notices.mails import TEMPLATES as notices

        return [*core_mails, *notices]


plugin = Core()
