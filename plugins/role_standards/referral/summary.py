"""The answers of a referral as a table and as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import current_app

from core.db import utcnow
from core.documents import Block, Document, Heading, Paragraph, Table
from core.i18n import gettext as _
from core.i18n import speaking
from core.regions.models import Region
from core.web.exports import local_time
from core.web.format import format_date
from plugins.role_standards.referral import queries
from plugins.role_standards.referral.models import Consulted, Referral
from plugins.role_standards.referral.words import STANCE
from plugins.role_standards.standards.document import TONGUE, paragraphs


def header() -> list[str]:
    """Names of the columns."""
    return [_("Organisation"), _("Svarade"), _("Ställning"), _("Synpunkter"), _("Vem svarar?"), _("Ert diarienummer eller beslutsdatum")]


def rows(referral: Referral) -> Iterator[Sequence[Any]]:
    """One row per organisation that is asked."""
    for row in queries.consulted_of(referral):
        stance = str(STANCE[row.stance]) if row.stance and row.answered_at else ""
        yield [row.name, local_time(row.answered_at), stance, row.text, row.answered_by, row.official]


def document(region: Region, referral: Referral) -> Document:
    """How the organisations stand, and what each has written."""
    with speaking(TONGUE):
        asked = queries.consulted_of(referral)
        found = queries.counts(asked)
        blocks: list[Block] = [
            Heading(_("Hur organisationerna ställer sig")),
            Table(
                caption=_("Svar efter ställning"),
                header=(_("Ställning"), _("Svar")),
                rows=tuple((str(STANCE[stance]), str(number)) for stance, number in found.stances.items()),
            ),
            Heading(_("Svaren")),
        ]
        for row in asked:
            blocks += _answer(row)
        lead = _(
            "%(n)s av %(all)s har svarat. Sista dagen är %(day)s.", n=found.answered, all=found.asked, day=format_date(referral.answer_by)
        )
        return Document(
            title=_("Remissvar: %(title)s", title=referral.title),
            lead=lead,
            language=TONGUE,
            author=region.name,
            site=current_app.extensions["samkraft_settings"].public_url,
            made_at=utcnow().replace(microsecond=0),
            blocks=tuple(blocks),
            contents=False,
        )


def _answer(row: Consulted) -> list[Block]:
    if row.answered_at is None or row.stance is None:
        return [Heading(row.name, 2), Paragraph((_("Har inte svarat."),))]
    who = ", ".join(each for each in (row.answered_by, row.official) if each)
    return [Heading(row.name, 2), Paragraph((f"{STANCE[row.stance]}. {who}",)), *paragraphs(row.text)]
