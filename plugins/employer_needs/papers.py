"""The receipt of an answer and the letter of intent as documents, to be kept: tagged PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response as HttpResponse
from flask import current_app

from core.documents import Block, Document, Heading, KeyFacts, Note, Paragraph, render_pdf
from core.files.sheets import attachment
from core.i18n import gettext as _
from core.i18n import language
from core.regions.models import Region
from core.web.format import format_date, format_datetime
from plugins.employer_needs import presentation
from plugins.employer_needs.commitments.models import Letter
from plugins.employer_needs.models import CompetenceNeed, Response, SurveyRound

MAX_OWN = 200  # questions of the region's own


def receipt(
    region: Region,
    response: Response,
    survey_round: SurveyRound,
    needs: Sequence[CompetenceNeed],
    *,
    number: int,
    link: str,
    own: Sequence[tuple[str, str]] = (),
) -> Document:
    """What was sent, as a document.

    Args:
        number: Which version it is.
        link: The address where the employer sees what happens.
        own: The region's own questions with their answers.
    """
    facts = [
        (_("Referens"), response.reference),
        (_("Organisation"), response.organisation_name),
        (_("Organisationsnummer"), presentation.orgnr(response.orgnr)),
        (_("Omgång"), survey_round.title),
        (_("Skickat"), format_datetime(response.sent_at) if response.sent_at else ""),
        (_("Version"), str(number)),
        (_("Vem ser vad"), str(presentation.visibility(response.visibility))),
    ]
    blocks: list[Block] = [_facts(facts)]
    for need in needs:
        blocks += [Heading(need.title), _facts((str(label), str(value)) for label, value in presentation.need_rows(need))]
    if own:
        blocks += [Heading(_("Regionens frågor")), _facts(own[:MAX_OWN])]
    blocks += [
        Heading(_("Vad händer nu?")),
        Paragraph(
            (_("Behoven jämförs med andra arbetsgivares. När flera behöver samma sak letar regionen upp eller beställer en utbildning."),)
        ),
        Paragraph((_("Följ varje behov här: %(link)s", link=link),)),
        Paragraph((_("Adressen är er egen. Den som har den kan läsa och ändra svaret."),)),
    ]
    return _document(_("Kvitto på svar om kompetensbehov"), region, blocks, response.sent_at)


def letter(region: Region, found: Letter, *, person: Sequence[str]) -> Document:
    """A signed letter of intent, as a document.

    Args:
        person: Name and title of whoever signed, as the reader may see them.
    """
    blocks: list[Block] = []
    if found.withdrawn_at is not None:
        reason = " " + _("Skäl: %(reason)s", reason=found.withdrawn_reason) if found.withdrawn_reason else ""
        blocks.append(Note(_("Återkallad"), (_("Den gäller inte sedan %(day)s.", day=format_date(found.withdrawn_at)) + reason,)))
    blocks += [Paragraph((part,)) for part in found.signed_text.split("\n\n") if part.strip()]
    signed = _("På papper, inlagd av regionen") if found.entered_by_id else _("Elektroniskt, genom organisationens egen länk")
    blocks += [
        Heading(_("Undertecknad")),
        _facts(
            [
                (_("Organisation"), found.organisation_name),
                (_("Av"), ", ".join(each for each in person if each)),
                (_("Dag"), format_date(found.signed_at) if found.signed_at else ""),
                (_("Hur"), signed),
                (_("Referens"), found.reference),
            ]
        ),
    ]
    return _document(_("Avsiktsförklaring"), region, blocks, found.signed_at)


def _facts(rows: Any) -> KeyFacts:
    return KeyFacts(tuple((str(label), str(value)) for label, value in rows if str(value)))


def _document(title: str, region: Region, blocks: Sequence[Block], made_at: Any) -> Document:
    site = current_app.extensions["samkraft_settings"].public_url
    return Document(title=title, language=language(), author=region.name, site=site, made_at=made_at, blocks=tuple(blocks))


def as_file(document: Document, name: str) -> HttpResponse:
    """A document as a PDF to keep. It is personal, so no cache keeps it."""
    return HttpResponse(
        render_pdf(document),
        mimetype="application/pdf",
        headers={"Content-Disposition": attachment(f"{name}.pdf"), "Cache-Control": "no-store"},
    )
