"""The agreement and the certificate as documents. Persons stand in them as marks, and are filled in when somebody reads."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Response, current_app
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.db import db, utcnow
from core.documents import Block, Bullets, Document, Heading, KeyFacts, Paragraph, Table, as_data, from_data, render_pdf
from core.files.sheets import attachment
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import speaking
from core.web.format import format_date
from plugins.internships.after import words
from plugins.internships.after.models import SIGNERS, Side
from plugins.internships.agreements.models import AgreementParty, AgreementStatus, CooperationAgreement
from plugins.internships.kinds.words import compensation, kind_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.regions.models import Region
    from plugins.internships.after.cases import Case

TONGUE = "sv"  # agreements between Swedish authorities, schools and employers
STUDENT = "\u2e28student\u2e29"  # a mark that nobody types


def compose(region: Region, case: Case) -> dict[str, Any]:
    """The words of the agreement, as they are now."""
    with speaking(TONGUE):
        blocks: list[Block] = [
            _facts(
                [
                    (_("Den som gör praktiken"), STUDENT),
                    (_("Skola"), case.school.name),
                    (_("Utbildning"), case.applicant.programme),
                    (_("Arbetsgivare"), case.organisation.name),
                    (_("Arbetsplats"), ", ".join(part for part in (case.offer.workplace, case.offer.address) if part)),
                    (_("Kommun"), name_of(case.offer.municipality_code)),
                    (_("Uppgift"), case.offer.title),
                    (_("Slag av praktik"), kind_name(case.kind)),
                    (_("Tid"), _days(case)),
                    (_("Ersättning till arbetsgivaren"), compensation(case.kind)),
                    (_("Hjälp till den som bor långt bort"), case.offer.home_help_text),
                    (_("Samverkansavtal"), ", ".join(_covering(case))),
                    (_("Referens"), f"P{case.placement.id}"),
                ]
            ),
            Heading(_("Vad vi är överens om")),
            Bullets(tuple(_terms(case))),
        ]
        if case.kind.documents:
            rows = tuple((each["name"], str(words.SIDES[Side(each["by"])])) for each in case.kind.documents)
            caption = _("Det här ska vara klart innan praktiken börjar")
            blocks += [Heading(_("Handlingar")), Table(caption, (_("Handling"), _("Ordnas av")), rows)]
        return as_data(_document(_("Avtal om praktikplats"), region, blocks))


def _terms(case: Case) -> list[str]:
    found = [
        _("Arbetsgivaren tar emot, ger uppgifter som hör till utbildningen och svarar för arbetsmiljön på arbetsplatsen."),
        _("Skolan svarar för utbildningen, håller kontakt under praktiken och bestämmer vad som är godkänt."),
        _("Den som gör praktiken följer arbetsplatsens regler, arbetstider och tystnadsplikt och anmäler frånvaro samma dag."),
        _("Närvaron skrivs ner varje vecka av den ena parten och bekräftas av den andra."),
        _("Den som vill avbryta praktiken talar först med skolan. Skolan meddelar arbetsgivaren."),
    ]
    if case.kind.needs_supervisor:
        found.insert(1, _("Arbetsgivaren utser en handledare som introducerar, handleder och svarar på utvärderingen."))
    return found


def _covering(case: Case) -> Sequence[str]:
    """The cooperation agreements in force that bind both the school and the employer."""
    school, employer = aliased(AgreementParty), aliased(AgreementParty)
    wanted = (
        select(CooperationAgreement.title)
        .join(school, school.agreement_id == CooperationAgreement.id)
        .join(employer, employer.agreement_id == CooperationAgreement.id)
        .where(school.organisation_id == case.school.id, employer.organisation_id == case.organisation.id)
        .where(CooperationAgreement.status == AgreementStatus.IN_FORCE)
        .order_by(CooperationAgreement.id)
        .limit(5)
    )
    return db.session.execute(wanted).scalars().all()


def compose_certificate(region: Region, case: Case, *, days: int, hours: float, absent: int) -> dict[str, Any]:
    """The words of the certificate of a completed placement."""
    with speaking(TONGUE):
        facts = _facts(
            [
                (_("Namn"), STUDENT),
                (_("Utbildning"), case.applicant.programme),
                (_("Skola"), case.school.name),
                (_("Arbetsgivare"), case.organisation.name),
                (_("Arbetsplats"), case.offer.workplace),
                (_("Kommun"), name_of(case.offer.municipality_code)),
                (_("Uppgift"), case.offer.title),
                (_("Slag av praktik"), kind_name(case.kind)),
                (_("Tid"), _days(case)),
                (_("Bekräftad närvaro"), words.amount(days, hours) if days or hours else ""),
                (_("Frånvaro"), words.days(absent) if absent else ""),
                (_("Referens"), f"P{case.placement.id}"),
            ]
        )
        lead = _("Härmed intygas att praktiken har genomförts.")
        return as_data(_document(_("Intyg om genomförd praktik"), region, [Paragraph((lead,)), facts]))


def fingerprint(content: dict[str, Any]) -> str:
    """What a signature is bound to."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def readable(content: dict[str, Any], name: str) -> Document:
    """A kept document with the student's name as the reader may see it."""
    return from_data(_filled(content, name))


def signed(case: Case, name: str) -> Document:
    """The agreement with its signatures."""
    document = readable(case.contract.content, name)
    with speaking(TONGUE):
        rows = [(str(words.SIDES[side]), _signature(case, side, name)) for side in SIGNERS]
        blocks: list[Block] = [
            Heading(_("Underskrifter")),
            _facts([*rows, (_("Textens fingeravtryck (SHA-256)"), case.contract.fingerprint)]),
        ]
    return from_data({**as_data(document), "blocks": [*as_data(document)["blocks"], *as_data(_only(blocks))["blocks"]]})


def _signature(case: Case, side: Side, name: str) -> str:
    found = case.contract.signatures.get(side.value)
    if not found:
        return _("Inte undertecknat än")
    who = name if side is Side.STUDENT else ", ".join(part for part in (found["name"], found["title"]) if part)
    return _("%(who)s, genom sin egen länk %(day)s", who=who, day=format_date(datetime.fromisoformat(found["at"])))


def as_file(document: Document, name: str) -> Response:
    """A document as a PDF to keep. It is personal, so no cache keeps it."""
    headers = {"Content-Disposition": attachment(f"{name}.pdf"), "Cache-Control": "no-store"}
    return Response(render_pdf(document), mimetype="application/pdf", headers=headers)


def _days(case: Case) -> str:
    first, last = format_date(case.period.starts_on), format_date(case.contract.ended_on or case.period.ends_on)
    return _("%(first)s till %(last)s, %(weeks)s", first=first, last=last, weeks=words.weeks(case.period.weeks))


def _facts(rows: list[tuple[str, str]]) -> KeyFacts:
    return KeyFacts(tuple((str(label), str(value)) for label, value in rows if value))


def _document(title: str, region: Region, blocks: list[Block]) -> Document:
    site = current_app.extensions["samkraft_settings"].public_url
    made_at = utcnow().replace(microsecond=0)
    return Document(title=title, language=TONGUE, author=region.name, site=site, made_at=made_at, blocks=tuple(blocks))


def _only(blocks: list[Block]) -> Document:
    return Document(title="-", blocks=tuple(blocks))


def _filled(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, name) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, name) for item in value]
    return value.replace(STUDENT, name) if isinstance(value, str) else value
