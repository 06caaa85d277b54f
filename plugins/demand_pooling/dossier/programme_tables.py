"""The entered facts of the programme in a dossier: what is planned, placements, the steering group, and what an order must heed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from core.documents import Block, Bullets, Heading, KeyFacts, Note, Paragraph, Table
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_number
from plugins.demand_pooling.dossier import rules
from plugins.demand_pooling.dossier.basis import Basis
from plugins.demand_pooling.dossier.texts import EXAMS, FORMS, HOSTS, ROLE_LABELS, commitment_words


def facts(basis: Basis) -> Iterator[Block]:
    """What is planned, for an application."""
    plan = basis.programme
    yield KeyFacts(
        (
            (_("Ansvarig utbildningsanordnare"), plan.provider or _("Inte bestämt")),
            (_("Examen"), str(EXAMS.get(plan.exam, EXAMS[""]))),
            (_("Yrkeshögskolepoäng"), _count(plan.points)),
            (_("Studietakt"), _("%(n)s procent", n=plan.pace) if plan.pace else _("Inte bestämt")),
            (_("Studieform"), str(FORMS.get(plan.form, FORMS[""]))),
            (_("Studieort"), name_of(plan.place) if plan.place else _("Inte bestämt")),
            (_("Första start"), plan.start or _("Inte bestämt")),
            (_("Utbildningsomgångar"), _count(plan.starts)),
            (_("Platser per omgång"), _count(plan.students)),
        )
    )


def order_facts(basis: Basis) -> Iterator[Block]:
    """What is ordered."""
    plan = basis.programme
    yield KeyFacts(
        (
            (_("Beställare"), plan.orderer or _("Inte bestämt")),
            (_("Anordnare"), plan.provider or _("Inte bestämt")),
            (_("Utbildningsform"), str(HOSTS.get(plan.host, HOSTS[""]))),
            (_("Studieform"), str(FORMS.get(plan.form, FORMS[""]))),
            (_("Ort"), name_of(plan.place) if plan.place else _("Inte bestämt")),
            (_("Start"), plan.start or _("Inte bestämt")),
            (_("Deltagare"), _count(plan.students)),
            (_("Pris, kronor"), _count(plan.price)),
        )
    )


def order_rules(basis: Basis) -> Iterator[Block]:
    """What the form of education asks of an order."""
    match basis.programme.host:
        case "yh":
            lines = (
                _("Utbildningen ges bara inom beslutsperioden för en pågående yrkeshögskoleutbildning."),
                _("Den anmäls till Myndigheten för yrkeshögskolan minst fyra veckor före start."),
                _("Kurserna har samma namn och poäng som i den pågående utbildningen."),
            )
        case "university":
            lines = (
                _("Beställaren är en juridisk person och betalar hela kostnaden (förordning 2002:760)."),
                _("Beställaren utser deltagarna."),
                _("Utbildningen ansluter till en examen som lärosätet får utfärda."),
            )
        case _:
            return
    yield Paragraph((_("Det här gäller för beställningen:"),))
    yield Bullets(lines)


def placements(basis: Basis) -> Iterator[Block]:
    """Places against students and weeks."""
    found = basis.placements
    if not found.known:
        yield Note(_("Uppgifter saknas"), (_("Platser, veckor och perioder för lärande i arbete är inte ifyllda."),))
        return
    yield Table(
        _("Praktikplatser mot behov, per start"),
        (_("Vad"), _("Antal")),
        (
            (_("Studerande per start"), format_number(found.students)),
            (_("Veckor per studerande"), format_number(found.weeks)),
            (_("Perioder"), format_number(found.periods)),
            (_("Studerandeveckor per start"), format_number(found.student_weeks)),
            (_("Platser som behövs i varje period"), format_number(found.students)),
            (_("Utlovade platser per termin"), format_number(found.promised)),
            (_("Platser som saknas"), format_number(found.missing)),
        ),
        numeric=(1,),
    )
    sentence = (
        _("De utlovade platserna räcker till alla studerande i varje period.")
        if found.enough
        else _("De utlovade platserna räcker inte. %(n)s platser saknas i varje period.", n=format_number(found.missing))
    )
    yield Paragraph((sentence, _(" En plats som är utlovad per år räknas som en halv per termin.")))
    rows = tuple(
        (row.organisation_name, commitment_words(row.kind, row.amount, row.period)) for row in basis.commitments if row.kind == "placements"
    )
    if rows:
        yield Table(_("Utlovade praktikplatser"), (_("Arbetsgivare"), _("Åtagande")), rows)


def on_offer(basis: Basis) -> Iterator[Block]:
    """The places that employers offer now, per municipality. Nothing where no part of the region keeps places."""
    if basis.on_offer is None:
        return
    yield Heading(_("Praktikplatser som erbjuds nu"), 2, "on-offer")
    if not basis.on_offer:
        yield Paragraph((_("Ingen arbetsgivare i området erbjuder praktikplatser för yrkesgruppen just nu."),))
        return
    rows = [(each.municipality, format_number(each.places), format_number(each.employers)) for each in basis.on_offer]
    header = (_("Kommun"), _("Platser"), _("Arbetsgivare"))
    yield Table(_("Praktikplatser som erbjuds, per kommun"), header, tuple(rows), numeric=(1, 2))
    total = sum(each.places for each in basis.on_offer)
    yield Paragraph(
        (
            ngettext(
                "%(n)s plats erbjuds för yrkesgruppen i perioder som inte har slutat.",
                "%(n)s platser erbjuds för yrkesgruppen i perioder som inte har slutat.",
                total,
                n=format_number(total),
            ),
            _(" De räknas inte som utlovade i en avsiktsförklaring."),
        )
    )


def steering(basis: Basis) -> Iterator[Block]:
    """The proposed group, and whether it is what the ordinance asks."""
    group = basis.steering
    if basis.seats:
        rows = tuple((str(ROLE_LABELS[seat.role]), seat.organisation, seat.position or _("Inte bestämt")) for seat in basis.seats)
        yield Table(_("Föreslagen ledningsgrupp"), (_("Företräder"), _("Organisation"), _("Befattning")), rows)
    missing = ", ".join(str(ROLE_LABELS[role]).lower() for role in group.lacking)
    said = [
        _("Arbetslivet har flertalet: %(n)s av %(all)s ledamöter.", n=group.working_life, all=group.members)
        if group.majority
        else _("Arbetslivet har inte flertalet: %(n)s av %(all)s ledamöter.", n=group.working_life, all=group.members)
    ]
    if missing:
        said.append(_("Saknas: %(roles)s.", roles=missing))
    yield Note(_("Sammansättningen är fullständig") if group.complete else _("Sammansättningen är inte fullständig"), (" ".join(said),))
    yield Paragraph((_("Källa: %(source)s.", source=rules.STEERING_SOURCE),))


def promised(basis: Basis) -> Iterator[Block]:
    """What the employers put in, in sum."""
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in basis.commitments:
        sums[row.kind, row.period] += row.amount
    lines = tuple(commitment_words(kind, amount, period) for (kind, period), amount in sorted(sums.items()) if kind != "steering_group")
    if lines:
        yield Paragraph((_("Arbetsgivarna lovar tillsammans:"),))
        yield Bullets(lines)


def _count(number: int) -> str:
    return format_number(number) if number else _("Inte bestämt")
