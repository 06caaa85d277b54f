"""What evidence a dossier still lacks, in the order in which it is worth getting. Shown before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.i18n import gettext as _
from core.i18n import ngettext
from plugins.demand_pooling.dossier import rules
from plugins.demand_pooling.dossier.basis import Basis
from plugins.demand_pooling.dossier.models import Kind
from plugins.demand_pooling.dossier.texts import ROLE_LABELS, TEXTS


@dataclass(frozen=True)
class Evidence:
    """Something that a dossier should have.

    Args:
        title: What it is.
        ok: Whether it is there.
        found: How it stands, with figures.
        remedy: What to do when it is not.
        where: The page to do it on: the last part of an endpoint, or empty.
    """

    title: str
    ok: bool
    found: str
    remedy: str = ""
    where: str = ""


def evidence(basis: Basis) -> list[Evidence]:
    """Everything that is asked for, in order."""
    found = list(_demand(basis))
    found += _letters(basis)
    if basis.dossier.kind is Kind.YH_APPLICATION:
        found += _programme(basis)
        found += [_placements(basis), _steering(basis)]
    else:
        found += _order(basis)
    return [*found, *_centres(basis), *_published(basis), *_texts(basis)]


def lacking(basis: Basis) -> list[Evidence]:
    """What is not there."""
    return [each for each in evidence(basis) if not each.ok]


def _demand(basis: Basis) -> Iterator[Evidence]:
    if basis.detail is None:
        yield Evidence(
            _("Behovet"), False, _("Klustret finns inte längre."), _("Skapa ett nytt underlag från det kluster som har behoven nu.")
        )
        return
    cluster = basis.detail.cluster
    people = ngettext("%(n)s person", "%(n)s personer", cluster.headcount, n=cluster.headcount)
    yield Evidence(
        _("Behovet räcker till en klass"),
        cluster.viable,
        _("%(people)s av minst %(threshold)s.", people=people, threshold=cluster.threshold),
        _("Fråga arbetsgivarna närmast, eller välj en mindre grupp tillsammans med anordnaren."),
        "cluster",
    )
    yield Evidence(
        _("Namngivna arbetsgivare"),
        bool(basis.employers),
        _("%(named)s namngivna och %(others)s räknade utan namn.", named=len(basis.employers), others=basis.others.employers),
        _("Be arbetsgivarna att låta sig namnges i underlag, eller att skriva under en avsiktsförklaring."),
    )


def _letters(basis: Basis) -> Iterator[Evidence]:
    count = basis.promising
    yield Evidence(
        _("Avsiktsförklaringar"),
        count > 0,
        _("%(n)s valda av högst %(most)s.", n=count, most=rules.MOST_LETTERS),
        _("Be arbetsgivarna att skriva under en avsiktsförklaring, och välj dem här."),
        "letters",
    )
    gone = {row.letter_ref for row in basis.withdrawn} | {letter.ref for letter in basis.letters if letter.withdrawn_at}
    gone |= set(basis.unseen)
    if gone:
        yield Evidence(
            _("Alla valda avsiktsförklaringar gäller"),
            False,
            ngettext("%(n)s är återkallad eller kan inte visas.", "%(n)s är återkallade eller kan inte visas.", len(gone), n=len(gone)),
            _("Ta bort dem ur underlaget, eller be om nya."),
            "letters",
        )


def _programme(basis: Basis) -> Iterator[Evidence]:
    programme = basis.programme
    entered = bool(programme.provider and programme.exam and programme.points and programme.students and programme.starts)
    yield Evidence(
        _("Uppgifter om utbildningen"),
        entered,
        _("Anordnare, examen, poäng, platser och starter är ifyllda.")
        if entered
        else _("Något av anordnare, examen, poäng, platser och starter saknas."),
        _("Fyll i uppgifterna tillsammans med anordnaren."),
        "programme",
    )
    points, lia = rules.points_lacking(programme.exam, programme.points, programme.weeks)
    if points or lia:
        yield Evidence(
            _("Poäng för examen"),
            False,
            _("%(points)s poäng och %(lia)s poäng lärande i arbete saknas.", points=points, lia=lia),
            _("En yrkeshögskoleexamen kräver minst 200 poäng. En kvalificerad kräver minst 400, varav 100 i lärande i arbete."),
            "programme",
        )


def _placements(basis: Basis) -> Evidence:
    needed = basis.placements
    if not needed.known:
        return Evidence(
            _("Praktikplatser"),
            basis.programme.exam not in ("", "qualified") and not basis.programme.weeks,
            _("Platser, veckor och perioder för lärande i arbete är inte ifyllda."),
            _("Fyll i dem, så räknas platserna mot behovet."),
            "programme",
        )
    return Evidence(
        _("Praktikplatser"),
        needed.enough,
        _(
            "%(promised)s utlovade av %(needed)s per period. %(offered)s till har nämnts i behoven.",
            promised=needed.promised,
            needed=needed.students,
            offered=needed.offered,
        ),
        _("Be fler arbetsgivare att lova praktikplatser i en avsiktsförklaring. %(n)s saknas.", n=needed.missing),
        "letters",
    )


def _steering(basis: Basis) -> Evidence:
    group = basis.steering
    lacking = ", ".join(str(ROLE_LABELS[role]).lower() for role in group.lacking)
    parts = [_("%(work)s av %(all)s ledamöter företräder arbetslivet.", work=group.working_life, all=group.members)]
    if lacking:
        parts.append(_("Saknas: %(roles)s.", roles=lacking))
    return Evidence(
        _("Ledningsgruppen"),
        group.complete,
        " ".join(parts),
        _("Flertalet ska företräda arbetslivet. Minst %(n)s till behövs.", n=group.needed)
        if group.needed
        else _("Lägg till dem som saknas."),
        "steering",
    )


def _order(basis: Basis) -> Iterator[Evidence]:
    programme = basis.programme
    yield Evidence(
        _("Beställare"),
        bool(programme.orderer),
        programme.orderer or _("Ingen beställare är angiven."),
        _("Skriv vilken juridisk person som beställer utbildningen."),
        "programme",
    )
    entered = bool(programme.provider and programme.host and programme.students and programme.start)
    yield Evidence(
        _("Uppgifter om utbildningen"),
        entered,
        _("Anordnare, utbildningsform, deltagare och start är ifyllda.")
        if entered
        else _("Något av anordnare, utbildningsform, deltagare och start saknas."),
        _("Fyll i uppgifterna tillsammans med anordnaren."),
        "programme",
    )
    time = basis.promised("paid_study_time")
    yield Evidence(
        _("Tid och pengar"),
        bool(time or basis.promised("co_funding")),
        _("%(hours)s timmar betald studietid och %(money)s kronor är utlovade.", hours=time, money=basis.promised("co_funding")),
        _("Be arbetsgivarna att lova studietid eller medfinansiering."),
        "letters",
    )


def _published(basis: Basis) -> Iterator[Evidence]:
    yield Evidence(
        _("Prognoser och annonser"),
        bool(basis.indicators),
        ngettext("%(n)s publicerad uppgift.", "%(n)s publicerade uppgifter.", len(basis.indicators), n=len(basis.indicators)),
        _("Läs in Arbetsförmedlingens prognoser för yrkesgruppen."),
        "evidence",
    )
    yield Evidence(
        _("Gemensam bedömning"),
        basis.judgement is not None,
        _("Finns.") if basis.judgement else _("Ingen bedömning är skriven."),
        _("Bedöm läget tillsammans och skriv ner vad ni kom fram till."),
        "evidence",
    )


def _centres(basis: Basis) -> Iterator[Evidence]:
    if basis.detail is not None:
        seats = sum(each.seats for each in basis.centres)
        yield Evidence(
            _("Mottagande lärcentrum"),
            bool(basis.centres),
            _("%(n)s lärcentrum med %(seats)s platser där deltagarna finns.", n=len(basis.centres), seats=seats),
            _("Fråga lärcentrumen i kommunerna om de tar emot, och lägg in dem."),
            "centres",
        )


def _texts(basis: Basis) -> Iterator[Evidence]:
    for text in TEXTS[basis.dossier.kind]:
        if text.needed:
            written = bool(str(basis.dossier.texts.get(text.name, "")).strip())
            yield Evidence(
                _("Text: %(label)s", label=text.label), written, _("Finns.") if written else _("Inte skriven."), str(text.hint), "texts"
            )
