"""Sending a mail in the words of its template: the region's own where there are some, else the standard's.

A mail that must go is never held up by a text that somebody changed: if the region's words fail, the standard's are sent.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2.exceptions import TemplateError
from sqlalchemy import select

from core.db import db, region_scope
from core.i18n import LANGUAGES, language, speaking
from core.mail import sandbox
from core.mail.models import Mail, RegionMailTemplate
from core.mail.service import queue_mail
from core.plugins.declarations import MailTemplate
from core.plugins.registry import registry
from core.regions.models import Region

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """A subject and a body with variables, and where they come from."""

    subject: str
    body: str
    source: str


def template(kind: str) -> MailTemplate:
    """The registered template of a kind of mail.

    Raises:
        LookupError: when no loaded plugin registers it.
    """
    try:
        return registry().mail_templates[kind][1]
    except KeyError:
        raise LookupError(f"The mail template '{kind}' is not registered. Return it from register_mail_templates().") from None


def standard(kind: str, tongue: str) -> Words:
    """The standard words in a language."""
    found = template(kind)
    with speaking(tongue):
        return Words(str(found.subject), str(found.body), kind)


def own(region: Region, kind: str, tongue: str) -> RegionMailTemplate | None:
    """The region's own words in a language, if it has written any."""
    statement = select(RegionMailTemplate).where(
        RegionMailTemplate.region_id == region.id, RegionMailTemplate.kind == kind, RegionMailTemplate.language == tongue
    )
    with region_scope(region.id):  # the words belong to the mail's region, whoever sends it
        return db.session.execute(statement).scalar_one_or_none()


def rendered(kind: str, variables: Mapping[str, Any], *, region: Region | None, tongue: str) -> tuple[str, str, str]:
    """Subject, body, and where the words come from."""
    found = template(kind)
    if missing := {v.name for v in found.variables} ^ set(variables):
        raise TypeError(f"The mail '{kind}' is sent with other variables than its template declares: {', '.join(sorted(missing))}.")
    if region is not None and found.regional and (row := own(region, kind, tongue)) is not None:
        if not sandbox.faults(row.subject, row.body, found.variables):
            try:
                return *sandbox.render(row.subject, row.body, variables), f"{kind}@{row.version}"
            except TemplateError:
                log.exception("the words of region %s for %s could not be used", region.slug, kind)
        log.error("the words of region %s for %s are no longer valid; the standard's are sent", region.slug, kind)
    words = standard(kind, tongue)
    return *sandbox.render(words.subject, words.body, variables), words.source


def send_template(
    *,
    kind: str,
    to: str,
    variables: Mapping[str, Any],
    region: Region | None = None,
    tongue: str = "",
    headers: Mapping[str, str] | None = None,
) -> Mail:
    """Queue a mail in its template's words.

    Args:
        kind: The template, `<owner>.<what>`.
        variables: A value for each of the template's variables, no more and no fewer. An empty one leaves no gap.
        region: Whose words to use, and in whose mail log it stands.
        tongue: The recipient's language; the running request's when left out.
        headers: Further headers.

    Raises:
        LookupError: when the template is not registered.
        TypeError: when the variables are not the template's.
        DomainError: as `queue_mail`.
    """
    tongue = tongue if tongue in LANGUAGES else language()
    with speaking(tongue):
        subject, body, source = rendered(kind, variables, region=region, tongue=tongue)
    return queue_mail(to=to, subject=subject, body=body, kind=kind, region=region, headers=headers, template=source, tongue=tongue)
