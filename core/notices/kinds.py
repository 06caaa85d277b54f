"""What core itself tells people."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import NoticeKind

MEMBERSHIP_GRANTED = "core.membership_granted"
JOB_FAILED = "core.job_failed"
SECURITY = "core.security"
WEBHOOK_OFF = "core.webhook_off"

KINDS = [
    NoticeKind(MEMBERSHIP_GRANTED, _l("Nya roller"), _l("När du får en roll i en region."), "now"),
    NoticeKind(
        JOB_FAILED,
        _l("Jobb som har gett upp"),
        _l("När ett bakgrundsjobb eller ett mejl i din region inte gick att göra."),
        "digest",
        "core.jobs.manage",
    ),
    NoticeKind(
        WEBHOOK_OFF,
        _l("Webhookar som slås av"),
        _l("När en webhook i din region slås av för att mottagaren inte svarar."),
        "now",
        "core.webhook.manage",
    ),
    NoticeKind(SECURITY, _l("Kontots säkerhet"), _l("När något ändras som rör hur du loggar in."), "now", required=True),
]
