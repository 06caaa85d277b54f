"""The mails of notices: one at once, or many in the day's. Each can be ended with one click (RFC 8058), except those about safety."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from core.db import utcnow
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext, speaking
from core.mail.templates import send_template
from core.notices.models import Notice
from core.plugins.declarations import MailTemplate, MailVariable, NoticeKind
from core.regions.models import Region
from core.users.models import User

NOTICE = "core.notice"
DIGEST = "core.notice_digest"
EVERYTHING = "*"  # in the place of a kind: all that comes in the day's mail

TEMPLATES = [
    MailTemplate(
        NOTICE,
        _l("Meddelande som skickas genast"),
        _l("Går till den som har valt att få ett slags meddelanden som e-post genast."),
        _l("{{ title }}"),
        _l("Hej\n\n{{ title }}\n\n{{ body }}\n\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"),
        [
            MailVariable("title", _l("Vad meddelandet handlar om"), _l("Behovsklustret räcker till en klass")),
            MailVariable("body", _l("Meddelandets text"), _l("12 personer hos 4 arbetsgivare behöver samma utbildning.")),
            MailVariable("link", _l("Länken till sidan det handlar om"), "https://samkraft.example/r/exempel/", required=True),
            MailVariable("sender", _l("Regionens namn"), _l("Exempelregionen")),
            MailVariable(
                "why",
                _l("Varför mejlet kommer och hur man slutar få det"),
                _l("Välj vad du får: https://samkraft.example/notices"),
                required=True,
            ),
        ],
    ),
    MailTemplate(
        DIGEST,
        _l("Dagens meddelanden"),
        _l("Ett mejl om dagen med allt nytt, från alla regioner där personen har en roll."),
        _l("{{ count }} i Samkraft"),
        _l("Hej\n\nDet här har hänt sedan förra mejlet.\n\n{{ notices }}\n\nAlla meddelanden:\n{{ link }}\n\n--\n{{ why }}"),
        [
            MailVariable("count", _l("Hur många meddelanden"), _l("3 nya meddelanden")),
            MailVariable(
                "notices",
                _l("Meddelandena, per region och sak"),
                _l("Exempelregionen\n\nUndersköterska\n* Behovet ingår i en grupp"),
                required=True,
            ),
            MailVariable("link", _l("Länken till alla meddelanden"), "https://samkraft.example/notices", required=True),
            MailVariable(
                "why",
                _l("Varför mejlet kommer och hur man slutar få det"),
                _l("Välj vad du får: https://samkraft.example/notices"),
                required=True,
            ),
        ],
        regional=False,
    ),
]


def absolute(endpoint: str, **values: object) -> str:
    """The address of a page under the installation's public address, also from a job."""
    base = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def absolute_path(path: str) -> str:
    """A path of this site as an address for mail. Paths made in a request hold the site's prefix already."""
    base = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    return f"{base.scheme}://{base.netloc}{path}"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="core.notices.unsubscribe")


def unsubscribe_token(user_id: int, kind: str) -> str:
    """What ends a kind of mail to a person without signing in. It can do nothing else, and does not age: mail is kept for years."""
    return str(_signer().dumps([user_id, kind]))


def read_token(token: str) -> tuple[int, str] | None:
    """The person and the kind, or None when it is not ours."""
    try:
        match _signer().loads(token):
            case [int(user_id), str(kind)]:
                return user_id, kind
    except BadSignature:
        return None
    return None


def _headers(address: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def mail_notice(notice: Notice, *, user: User, kind: NoticeKind, region: Region | None) -> None:
    """Queue the mail of one notice."""
    settings = absolute("core_notices.settings")
    headers: dict[str, str] | None = None
    with speaking(user.language):
        if kind.required:
            why = _("Du får mejlet för att det handlar om säkerheten för ditt konto. Det går inte att välja bort.")
        else:
            end = absolute("core_notices.unsubscribe", token=unsubscribe_token(user.id, kind.name))
            headers = _headers(end)
            why = _(
                "Du får mejlet för att du har valt meddelanden av slaget %(kind)s.\n"
                "Sluta få det som e-post: %(end)s\nVälj hur du får meddelanden: %(settings)s",
                kind=kind.title,
                end=end,
                settings=settings,
            )
        link = absolute_path(notice.url) if notice.url else absolute("core_notices.inbox")
        variables = {"title": notice.title, "body": notice.body, "link": link, "sender": region.name if region else "Samkraft", "why": why}
    send_template(kind=NOTICE, to=user.email, variables=variables, region=region, tongue=user.language, headers=headers)
    notice.mailed_at = utcnow()


def mail_digest(notices: Sequence[tuple[Notice, Region | None]], *, user: User) -> None:
    """Queue the day's mail: by region, then by thing."""
    end = absolute("core_notices.unsubscribe", token=unsubscribe_token(user.id, EVERYTHING))
    with speaking(user.language):
        variables = {
            "count": ngettext("%(n)s nytt meddelande", "%(n)s nya meddelanden", len(notices), n=len(notices)),
            "notices": _listed(notices),
            "link": absolute("core_notices.inbox"),
            "why": _(
                "Mejlet kommer högst en gång om dagen, och bara när något har hänt.\n"
                "Sluta få det: %(end)s\nVälj hur du får meddelanden: %(settings)s",
                end=end,
                settings=absolute("core_notices.settings"),
            ),
        }
    send_template(kind=DIGEST, to=user.email, variables=variables, tongue=user.language, headers=_headers(end))
    for notice, _region in notices:
        notice.mailed_at, notice.for_digest = utcnow(), False


def _listed(notices: Sequence[tuple[Notice, Region | None]]) -> str:
    """The notices in words, oldest first within a thing."""
    by_region: dict[str, dict[str, list[Notice]]] = {}
    titles = {notice.group_key: notice.group_title for notice, _region in notices}
    for notice, region in notices:
        by_region.setdefault(region.name if region else "Samkraft", {}).setdefault(notice.group_key, []).append(notice)
    parts = []
    for name in sorted(by_region):
        parts.append(f"{name}\n{'=' * len(name)}")
        for key, told in by_region[name].items():
            lines = [titles[key]]
            for notice in told:
                lines.append(f"* {notice.title}")
                lines += [f"  {line}" for line in notice.body.splitlines() if line.strip()]
                if notice.url:
                    lines.append(f"  {absolute_path(notice.url)}")
            parts.append("\n".join(lines))
    return "\n\n".join(parts)
