"""A cluster explained in plain words: why its needs belong together, and what is missing. Every figure is from the page."""

from __future__ import annotations

from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_number
from plugins.demand_pooling.agreed.queries import AgreedTitles
from plugins.demand_pooling.cluster_detail import Detail
from plugins.demand_pooling.clustering import Reason
from plugins.demand_pooling.levels import level_label
from plugins.demand_pooling.settings import horizon_words


def why_together(detail: Detail) -> list[str]:
    """The rule, as it was applied to this cluster."""
    cluster, total = detail.cluster, len(detail.members)
    near = sum(1 for member in detail.members if member.reason in (Reason.HUB, Reason.REACH))
    far = sum(1 for member in detail.members if member.reason is Reason.DISTANCE)
    same = [m for m in detail.members if (m.need.occupation_group, m.need.level) == (cluster.occupation_group, cluster.level)]
    words = {
        "n": format_number(len(same)),
        "occupation": cluster.occupation_label,
        "level": level_label(cluster.level).lower(),
    }
    if len(same) == total:
        said = [
            ngettext(
                "Ett behov gäller yrkesgruppen %(occupation)s på nivån %(level)s.",
                "Alla %(n)s behov gäller yrkesgruppen %(occupation)s på nivån %(level)s.",
                total,
                **words,
            )
        ]
    else:
        said = [_("%(n)s av %(total)s behov gäller yrkesgruppen %(occupation)s på nivån %(level)s.", total=format_number(total), **words)]
    placed = sum(1 for member in detail.members if member.pinned)
    if placed:
        said.append(
            ngettext(
                "Ett behov har en person eller en plan lagt hit, och det ligger kvar när klustren räknas om.",
                "%(n)s behov har en person eller en plan lagt hit, och de ligger kvar när klustren räknas om.",
                placed,
                n=format_number(placed),
            )
        )
    if near:
        said.append(
            ngettext(
                "Ett av dem finns i eller inom %(km)s km fågelvägen från %(hub)s.",
                "%(n)s av dem finns i eller inom %(km)s km fågelvägen från %(hub)s.",
                near,
                n=format_number(near),
                km=format_number(detail.settings.reach_km),
                hub=detail.hub,
            )
        )
    if total > 1 and any(not member.need.distance_acceptable for member in detail.members):
        said.append(_("%(hub)s är vald för att flest av dem som inte kan läsa på distans når dit.", hub=detail.hub))
    if far:
        said.append(
            ngettext(
                "Ett behov ligger längre bort, men där går distans bra. Därför räknas det hit.",
                "%(n)s behov ligger längre bort, men där går distans bra. Därför räknas de hit.",
                far,
                n=format_number(far),
            )
        )
    said.append(_("Vi räknar behov %(horizons)s.", horizons=_joined(horizon_words(detail.settings))))
    said.append(_("På den här nivån behövs minst %(threshold)s personer till en klass.", threshold=format_number(cluster.threshold)))
    return said


def same_titles(agreed: AgreedTitles, detail: Detail) -> list[str]:
    """Which of the employers' titles are the same role, because organisations have agreed so."""
    return [
        str(_("%(titles)s räknas som samma titel: den gemensamma yrkesrollen %(role)s.", titles=_joined(titles), role=role))
        for role, titles in agreed.same(detail.titles).items()
    ]


def what_is_missing(detail: Detail) -> list[str]:
    """What it takes to make a class, or that nothing does."""
    cluster = detail.cluster
    if cluster.viable:
        over = cluster.headcount - cluster.threshold
        if not over:
            return [_("Gruppen räcker precis till en klass. Faller en person bort räcker den inte.")]
        return [
            ngettext(
                "Gruppen räcker till en klass, med %(n)s person mer än den minsta gruppen.",
                "Gruppen räcker till en klass, med %(n)s personer mer än den minsta gruppen.",
                over,
                n=format_number(over),
            )
        ]
    said = [
        ngettext(
            "%(n)s person saknas till en klass.", "%(n)s personer saknas till en klass.", cluster.missing, n=format_number(cluster.missing)
        )
    ]
    far = sum(outside.people for outside in detail.outside if outside.too_far)
    if far:
        said.append(
            ngettext(
                "%(n)s person med samma behov finns för långt bort. Går distans bra räknas personen hit eller till ett annat kluster.",
                "%(n)s personer med samma behov finns för långt bort. Går distans bra räknas de hit eller till ett annat kluster.",
                far,
                n=format_number(far),
            )
        )
    later = detail.horizons[2] if not detail.settings.count_3_5 else 0
    if later:
        said.append(
            ngettext(
                "%(n)s person behövs först om tre till fem år och räknas inte.",
                "%(n)s personer behövs först om tre till fem år och räknas inte.",
                later,
                n=format_number(later),
            )
        )
    return said


def _joined(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return str(_("%(first)s och %(last)s", first=", ".join(words[:-1]), last=words[-1]))


KINDS = {
    "new_recruitment": lambda: _("nyrekrytering"),
    "replacement": lambda: _("ersättningsrekrytering"),
    "upskilling": lambda: _("kompetensutveckling"),
}


def kind_label(kind: str) -> str:
    """A kind of need in words; the value itself when it is unknown."""
    return str(KINDS[kind]()) if kind in KINDS else kind
