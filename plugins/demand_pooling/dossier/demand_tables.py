"""The figures of the demand in a dossier: openings, employers, centres and what education there is."""

from __future__ import annotations

from collections.abc import Iterator

from core.documents import Block, Bullets, Inline, Link, Paragraph, Table
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.organisations.service import format_orgnr
from core.regions.models import Region
from core.web.format import format_date, format_number
from plugins.demand_pooling.dossier.basis import Basis

MOST_COURSES = 20


def openings(region: Region, basis: Basis) -> Iterator[Block]:
    """How many are needed, when."""
    if basis.detail is None:
        return
    cluster = basis.detail.cluster
    named = [tuple(sum(each.horizons[at] for each in basis.employers) for at in range(3))]
    rows: list[tuple[Inline, ...]] = []
    for at, label in enumerate((_("Inom ett år"), _("Om ett till tre år"), _("Om tre till fem år"))):
        rows.append((label, *(format_number(n) for n in (basis.horizons[at], named[0][at], basis.others.horizons[at]))))
    total = sum(basis.horizons)
    rows.append((_("Sammanlagt"), *(format_number(n) for n in (total, sum(named[0]), sum(basis.others.horizons)))))
    yield Paragraph(
        (
            Link(
                ngettext("%(n)s person behövs", "%(n)s personer behövs", total, n=format_number(total)),
                f"/r/{region.slug}/demand-pooling/{cluster.id}",
            ),
            _(
                " i yrkesgruppen %(label)s, hos %(employers)s arbetsgivare i %(places)s kommuner.",
                label=cluster.occupation_label,
                employers=format_number(basis.employer_count),
                places=format_number(basis.municipalities),
            ),
        )
    )
    header = (_("När"), _("Personer"), _("Hos namngivna"), _("Hos övriga"))
    yield Table(_("Personer som behövs"), header, tuple(rows), numeric=(1, 2, 3))


def employers(region: Region, basis: Basis, most: int) -> Iterator[Block]:
    """Who needs them: the named in a table, the others counted."""
    shown = basis.employers[:most]
    if shown:
        rows = tuple(
            (
                Link(each.name, f"/r/{region.slug}/organisations/{each.organisation_id}"),
                format_orgnr(each.orgnr) or _("Saknas"),
                name_of(each.municipality_code),
                each.size or _("Okänd"),
                format_number(sum(each.horizons)),
                format_number(each.placements),
                _("Ja") if each.letter_ref else _("Nej"),
            )
            for each in shown
        )
        header = (_("Arbetsgivare"), _("Orgnr"), _("Kommun"), _("Storlek"), _("Personer"), _("Praktik"), _("Avsikt"))
        yield Table(_("Arbetsgivare som namnges"), header, rows, numeric=(4, 5))
        yield Paragraph((_("Orgnr är organisationsnummer. Avsikt säger om arbetsgivaren har skrivit under en avsiktsförklaring."),))
    left = len(basis.employers) - len(shown)
    counted = basis.others.employers + left
    if counted:
        people = sum(basis.others.horizons) + sum(sum(each.horizons) for each in basis.employers[most:])
        yield Paragraph(
            (
                ngettext(
                    "Ytterligare %(n)s arbetsgivare räknas utan namn, med %(people)s personer.",
                    "Ytterligare %(n)s arbetsgivare räknas utan namn, med %(people)s personer.",
                    counted,
                    n=format_number(counted),
                    people=format_number(people),
                ),
            )
        )


def places(basis: Basis) -> Iterator[Block]:
    """Where the people are."""
    found = [place for place in basis.detail.places if place.people] if basis.detail else []
    if basis.detail is None or not found:
        return
    rows = tuple(
        (
            place.name,
            format_number(place.people),
            _("%(km)s km", km=format_number(round(place.km))) if place.km is not None else _("Okänt"),
        )
        for place in found
    )
    header = (_("Kommun"), _("Personer"), _("Till %(hub)s", hub=basis.detail.hub))
    yield Table(_("Var deltagarna finns"), header, rows, numeric=(1, 2))


def centres(basis: Basis) -> Iterator[Block]:
    """Which learning centres receive the education there."""
    if not basis.centres:
        yield Paragraph((_("Inget lärcentrum är anmält som mottagande i de kommuner där deltagarna finns."),))
        return
    rows = tuple((each.name, name_of(each.municipality_code), format_number(each.seats)) for each in basis.centres)
    yield Table(_("Mottagande lärcentrum"), (_("Lärcentrum"), _("Kommun"), _("Platser")), rows, numeric=(2,))


def existing(basis: Basis) -> Iterator[Block]:
    """What education there is already."""
    if not basis.supplies:
        sentence = (
            _("Ingen utbildning i katalogen leder till yrkesgruppen inom räckhåll.")
            if basis.has_catalogue
            else _("Regionen har ingen kurskatalog, så befintliga utbildningar har inte kunnat sökas.")
        )
        yield Paragraph((sentence,))
        return
    lines = []
    for each in basis.supplies[:MOST_COURSES]:
        facts = [each.title, each.provider, each.place, _("start %(day)s", day=format_date(each.start)) if each.start else ""]
        lines.append(Link(", ".join(part for part in facts if part), each.url))
    yield Bullets(tuple(lines))
