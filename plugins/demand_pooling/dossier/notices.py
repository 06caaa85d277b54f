"""Telling those who send dossiers when something that was sent no longer holds."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import NoticeKind
from core.regions.models import Region
from core.users.queries import with_permission
from plugins.demand_pooling.dossier.models import Dossier, PooledCommitment
from plugins.demand_pooling.dossier.permissions import READ

WITHDRAWN = "demand_pooling.dossier_withdrawn"

KINDS = [
    NoticeKind(
        WITHDRAWN,
        _l("Åtagande återkallat efter att underlaget skickats"),
        _l("När en arbetsgivare tar tillbaka ett åtagande som finns i ett skickat underlag."),
        default="now",
        audience=READ,
    )
]


def tell_withdrawn(region: Region, dossier: Dossier, number: int, row: PooledCommitment) -> None:
    """An employer has withdrawn what a sent version counts. Told once per letter and version."""
    notify(
        kind=WITHDRAWN,
        users=with_permission(region, READ),
        region=region,
        key=f"{dossier.id}:{number}:{row.letter_ref}",
        title=_l("Återkallat åtagande: %(employer)s", employer=row.organisation_name),
        body=_l(
            "Åtagandet finns i version %(n)s av underlaget %(title)s, som redan är skickat. Den versionen ändras inte. Meddela mottagaren.",
            n=number,
            title=dossier.title,
        ),
        url=f"/r/{region.slug}/demand-pooling/dossiers/{dossier.id}",
        subject_ref=f"demand_pooling:dossier:{dossier.id}",
        group=dossier.title,
    )
