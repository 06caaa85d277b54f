"""Telling coordinators when a place falls free, and schools how their applicants answer."""

from __future__ import annotations

from core.clock import today
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import NoticeKind
from core.regions.models import Region
from core.users.queries import with_permission
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import COORDINATE
from plugins.internships.rounds.models import MatchRun, Placement

FREED, REPAIRED = "internships.place_freed", "internships.repair_done"

KINDS = [
    NoticeKind(FREED, _l("Placeringar som inte längre gäller"), _l("När någon tackar nej eller inte svarar i tid."), audience=COORDINATE),
    NoticeKind(REPAIRED, _l("En omfördelning är räknad"), _l("När förslaget till omfördelning går att läsa."), audience=COORDINATE),
]


def tell_declined(region: Region, period: PlacementPeriod, placement: Placement) -> None:
    """An applicant has said no."""
    _tell(region, period, key=f"no:{placement.id}", title=_l("En sökande har tackat nej: %(period)s", period=period.title))


def tell_lapsed(region: Region, period: PlacementPeriod, count: int) -> None:
    """Some did not answer in time."""
    title = _l("%(count)s sökande svarade inte i tid: %(period)s", count=count, period=period.title)
    _tell(region, period, key=f"late:{period.id}:{today().isoformat()}", title=title)


def tell_fallen(region: Region, period: PlacementPeriod, offer: PlacementOffer, count: int) -> None:
    """A workplace has fallen away where somebody was to be."""
    notify(
        kind=FREED,
        users=with_permission(region, COORDINATE),
        region=region,
        key=f"fallen:{offer.id}",
        title=_l("%(workplace)s är tillbakadragen: %(count)s behöver en annan plats", workplace=offer.workplace, count=count),
        url=f"/r/{region.slug}/internships/periods/{period.id}/repair",
        subject_ref=period.ref,
        group=period.title,
    )


def tell_repaired(region: Region, period: PlacementPeriod, run: MatchRun) -> None:
    """A repair has been worked out."""
    notify(
        kind=REPAIRED,
        users=with_permission(region, COORDINATE),
        region=region,
        key=str(run.id),
        title=_l("Förslaget till omfördelning är klart: %(period)s", period=period.title),
        url=f"/r/{region.slug}/internships/repairs/{run.id}",
        subject_ref=period.ref,
        group=period.title,
    )


def _tell(region: Region, period: PlacementPeriod, *, key: str, title: object) -> None:
    notify(
        kind=FREED,
        users=with_permission(region, COORDINATE),
        region=region,
        key=key,
        title=title,
        body=_l("Platsen är ledig. Räkna ut en omfördelning om någon annan kan få den."),
        url=f"/r/{region.slug}/internships/periods/{period.id}/repair",
        subject_ref=period.ref,
        group=period.title,
    )
