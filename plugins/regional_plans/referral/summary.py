"""The remarks as a document and as a table: who said what about which part, and how it was met."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from flask import current_app

from core.db import utcnow
from core.documents import Block, Document, Heading, KeyFacts, Paragraph, Table
from core.i18n import gettext as _
from core.regions.models import Region
from core.web.exports import local_time
from core.web.format import format_date
from plugins.regional_plans.referral import queries
from plugins.regional_plans.referral.models import Referral
from plugins.regional_plans.referral.words import MET, STANCE

MAX_REMARKS = 400


def rows(referral: Referral) -> Iterator[tuple[Any, ...]]:
    """A line per remark, and one per answer as a whole, for a file."""
    for each in queries.consulted_of(referral):
        if each.answered_at is not None and each.stance is not None:
            yield each.name, _("Helheten"), str(STANCE[each.stance]), each.text, "", "", local_time(each.answered_at)
    for remark, name in queries.all_remarks(referral):
        yield name, remark.label, "", remark.text, str(MET[remark.met]), remark.reply, local_time(remark.updated_at)


def header() -> tuple[str, ...]:
    """The columns of `rows`."""
    return (_("Organisation"), _("Del av planen"), _("Ställning"), _("Synpunkt"), _("Bemöts"), _("Varför"), _("Tid"))


def document(region: Region, referral: Referral) -> Document:
    """What was asked, who answered, and each remark with how it was met."""
    asked = queries.consulted_of(referral)
    answered = [each for each in asked if each.answered_at is not None]
    none = _("Har inte svarat")
    stances = tuple((each.name, str(STANCE[each.stance]) if each.stance else none, format_date(each.answered_at) or "–") for each in asked)
    blocks: list[Block] = [
        KeyFacts(
            (
                (_("Skickad"), format_date(referral.sent_at)),
                (_("Sista dagen att svara"), format_date(referral.answer_by)),
                (_("Tillfrågade"), str(len(asked))),
                (_("Har svarat"), str(len(answered))),
            )
        ),
        Heading(_("De som har svarat")),
        Table(_("Tillfrågade organisationer och vad de tycker om helheten"), (_("Organisation"), _("Ställning"), _("Svarade")), stances),
    ]
    general = [each for each in answered if each.text]
    if general:
        blocks.append(Heading(_("Synpunkter på helheten")))
        for each in general:
            blocks += [Heading(each.name, 2), Paragraph((each.text,))]
    found = list(queries.all_remarks(referral))
    if found:
        blocks.append(Heading(_("Synpunkter på planens delar, och hur de bemöts")))
        for label, group in groupby(found[:MAX_REMARKS], key=lambda pair: pair[0].label):
            lines = tuple((name, remark.text, _how(remark)) for remark, name in group)
            blocks += [Heading(label, 2), Table(_("Synpunkter och svar"), (_("Organisation"), _("Synpunkt"), _("Så bemöts den")), lines)]
    if len(found) > MAX_REMARKS:
        blocks.append(Paragraph((_("Bara de första %(n)s synpunkterna står här. Alla finns i Excelfilen.", n=MAX_REMARKS),)))
    return Document(
        title=_("Sammanställning av remissvar: %(title)s", title=referral.title),
        blocks=tuple(blocks),
        author=region.name,
        site=current_app.extensions["samkraft_settings"].public_url,
        made_at=utcnow().replace(microsecond=0),
        numbered=True,
    )


def _how(remark: Any) -> str:
    return f"{MET[remark.met]}. {remark.reply}".strip() if remark.reply else str(MET[remark.met])
