"""A dossier as a document: chapters of figures, each beside the region's own words, with links to the records behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from core.documents import Block, Bullets, Document, Heading, KeyFacts, Link, Note, Paragraph, Table
from core.i18n import gettext as _
from core.i18n import language, ngettext
from core.organisations.service import format_orgnr
from core.regions.models import Region
from core.web.format import format_date, format_number
from plugins.demand_pooling.dossier import demand_tables, programme_tables
from plugins.demand_pooling.dossier.basis import Basis
from plugins.demand_pooling.dossier.models import Kind
from plugins.demand_pooling.dossier.texts import KIND_LABELS, TEXTS, commitment_words
from plugins.demand_pooling.evidence import words as evidence_words
from plugins.demand_pooling.evidence.queries import area_name
from plugins.demand_pooling.levels import level_label

MOST_LINES = 200  # of employers in the table; the rest are counted


def dossier_document(region: Region, basis: Basis, *, site: str, now: datetime, number: int | None = None) -> Document:
    """The document.

    Args:
        site: Where the links to the records lead in print.
        number: The version that is sent; None for a draft.
    """
    dossier = basis.dossier
    state = _("Version %(n)s", n=number) if number else _("Utkast")
    lead = _(
        "%(kind)s. %(state)s, %(day)s. %(region)s.", kind=KIND_LABELS[dossier.kind], state=state, day=format_date(now), region=region.name
    )
    chapters = _yh if dossier.kind is Kind.YH_APPLICATION else _order
    return Document(
        title=dossier.title,
        lead=lead,
        blocks=tuple(chapters(region, basis)),
        language=language(),
        author=region.name,
        site=site,
        made_at=now,
        numbered=True,
        contents=True,
    )


def _yh(region: Region, basis: Basis) -> Iterator[Block]:
    yield Heading(_("Utbildningen"), anchor="education")
    yield from _own(basis, "purpose")
    yield from programme_tables.facts(basis)
    yield from _need(region, basis)
    yield Heading(_("Yrkesrollen"), anchor="role")
    yield from _own(basis, "role")
    yield from _skills(basis)
    yield Heading(_("Arbetslivets medverkan"), anchor="participation")
    yield from _own(basis, "participation")
    yield from _letters(basis)
    yield Heading(_("Lärande i arbete"), anchor="placements")
    yield from programme_tables.placements(basis)
    yield from programme_tables.on_offer(basis)
    yield Heading(_("Ledningsgrupp"), anchor="steering")
    yield from programme_tables.steering(basis)
    yield from _form(basis)
    yield from _sources(region, basis)


def _order(region: Region, basis: Basis) -> Iterator[Block]:
    yield Heading(_("Beställningen"), anchor="order")
    yield from _own(basis, "purpose")
    yield from programme_tables.order_facts(basis)
    yield from programme_tables.order_rules(basis)
    yield from _need(region, basis)
    yield Heading(_("Deltagare och villkor"), anchor="participants")
    yield from _own(basis, "participants")
    yield from _skills(basis)
    yield Heading(_("Arbetsgivarnas åtaganden"), anchor="commitments")
    yield from programme_tables.promised(basis)
    yield from _letters(basis)
    yield from programme_tables.on_offer(basis)
    yield Heading(_("Examination och intyg"), anchor="assessment")
    yield from _own(basis, "assessment")
    yield from _form(basis)
    yield from _sources(region, basis)


def _own(basis: Basis, name: str) -> Iterator[Block]:
    """The region's own words, paragraph by paragraph."""
    written = str(basis.dossier.texts.get(name, "")).replace("\r\n", "\n").strip()
    if not written:
        label = next((str(text.label) for text in TEXTS[basis.dossier.kind] if text.name == name), "")
        yield Note(_("Text saknas"), (_("Texten ”%(label)s” är inte skriven än.", label=label),))
    for paragraph in written.split("\n\n"):
        if paragraph.strip():
            yield Paragraph((paragraph.strip(),))


def _need(region: Region, basis: Basis) -> Iterator[Block]:
    yield Heading(_("Arbetsmarknadens efterfrågan"), anchor="demand")
    yield from _own(basis, "demand")
    if basis.detail is None:
        yield Note(_("Behov saknas"), (_("Klustret som underlaget bygger på finns inte längre."),))
    else:
        yield from demand_tables.openings(region, basis)
        yield Heading(_("Arbetsgivarna"), 2, "employers")
        yield from demand_tables.employers(region, basis, MOST_LINES)
    yield Heading(_("Prognoser och annonser"), 2, "evidence")
    yield from _evidence(region, basis)


def _skills(basis: Basis) -> Iterator[Block]:
    if basis.detail is not None and basis.detail.skills:
        yield Paragraph((_("Kompetenser som arbetsgivarna nämner:"),))
        yield Bullets(
            tuple(ngettext("%(name)s (%(n)s behov)", "%(name)s (%(n)s behov)", n, name=name, n=n) for name, n in basis.detail.skills)
        )


def _letters(basis: Basis) -> Iterator[Block]:
    if not basis.holding:
        yield Note(_("Avsiktsförklaringar saknas"), (_("Ingen arbetsgivare har skrivit under en avsiktsförklaring som är vald här."),))
        return
    promised = {letter.ref: [row for row in basis.commitments if row.letter_ref == letter.ref] for letter in basis.holding}
    rows = []
    for letter in basis.holding:
        said = [commitment_words(row.kind, row.amount, row.period) for row in promised[letter.ref]]
        said = said or [commitment_words(*each) for each in letter.commitments]
        name = f"{letter.organisation_name} ({format_orgnr(letter.orgnr)})" if letter.orgnr else letter.organisation_name
        person = ", ".join(part for part in (letter.person_name, letter.person_title) if part) or _("Namnet visas inte")
        reached = "\n".join(part for part in (letter.person_email, letter.person_phone) if part)
        rows.append((Link(name, letter.url) if letter.url else name, person, reached, "\n".join(said), format_date(letter.signed_at)))
    yield Table(
        _("Avsiktsförklaringar och referenspersoner"),
        (_("Arbetsgivare"), _("Referensperson"), _("Kontakt"), _("Åtaganden"), _("Undertecknad")),
        tuple(rows),
    )


def _evidence(region: Region, basis: Basis) -> Iterator[Block]:
    group = basis.detail.cluster.occupation_group if basis.detail else ""
    page = f"/r/{region.slug}/demand-pooling/evidence/{group}"
    if basis.judgement is not None:
        judged = basis.judgement
        yield Note(
            _("Gemensam bedömning: %(level)s", level=str(evidence_words.LEVELS[judged.level]).lower()),
            (f"{judged.words}\n", Link(_("%(parties)s, %(day)s", parties=judged.parties, day=format_date(judged.at)), page)),
        )
    if not basis.indicators:
        yield Paragraph((_("Inga publicerade prognoser eller annonser har lästs in för yrkesgruppen."),))
        return
    rows = tuple(
        (
            Link(each.name or basis.detail.cluster.occupation_label if basis.detail else each.name, page),
            area_name(each.area),
            each.period,
            evidence_words.says(each),
            each.source,
        )
        for each in basis.indicators
    )
    header = (_("Yrke"), _("Område"), _("Period"), _("Vad källan säger"), _("Källa"))
    yield Table(_("Publicerade uppgifter om yrkesgruppen"), header, rows)


def _form(basis: Basis) -> Iterator[Block]:
    yield Heading(_("Studieform och ort"), anchor="form")
    yield from _own(basis, "form")
    yield from demand_tables.places(basis)
    yield Heading(_("Mottagande lärcentrum"), 2, "centres")
    yield from demand_tables.centres(basis)
    yield Heading(_("Befintliga utbildningar inom räckhåll"), 2, "existing")
    yield from demand_tables.existing(basis)


def _sources(region: Region, basis: Basis) -> Iterator[Block]:
    yield Heading(_("Så är underlaget gjort"), anchor="sources")
    if basis.detail is not None:
        cluster = basis.detail.cluster
        yield KeyFacts(
            (
                (
                    _("Behovskluster"),
                    Link(f"{cluster.occupation_label}, {basis.detail.hub}", f"/r/{region.slug}/demand-pooling/{cluster.id}"),
                ),
                (_("Yrkesgrupp (SSYK 2012)"), cluster.occupation_group),
                (_("Nivå"), level_label(cluster.level)),
                (_("Räckvidd"), _("%(km)s km", km=format_number(basis.detail.settings.reach_km))),
            )
        )
    yield Paragraph(
        (
            _(
                "Siffrorna kommer från arbetsgivarnas egna svar. Arbetsgivare namnges när de har tillåtit det i underlag, eller har "
                "skrivit under en avsiktsförklaring. Övriga räknas utan namn. Behov med sekretessmarkering är inte med."
            ),
        )
    )
