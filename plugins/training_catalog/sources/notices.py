"""Telling those who keep the catalogue that a harvest failed, or waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import NoticeKind
from core.users.queries import with_permission
from plugins.training_catalog.models import ImportRun, Source
from plugins.training_catalog.permissions import MANAGE

if TYPE_CHECKING:
    from core.regions.models import Region

TROUBLE = "training_catalog.harvest_trouble"
KINDS = [
    NoticeKind(
        TROUBLE,
        _l("En källa i utbildningskatalogen behöver ses över"),
        _l("När en hämtning misslyckas, står still eller väntar på ditt besked."),
        default="now",
        audience=MANAGE,
    )
]
REASONS = {
    "columns": _l("Välj vilken kolumn som är vilken."),
    "preview": _l("Filen är granskad. Läs in den eller avbryt."),
    "drop": _l("Mycket fler tillfällen än vanligt skulle tas bort. Kontrollera källan innan du går vidare."),
    "faults": _l("Mer än hälften av posterna gick inte att läsa. Kontrollera källan innan du går vidare."),
    "empty": _l("Källan svarade, men hade inga utbildningar. Kontrollera den innan du går vidare."),
}


def tell_held(region: Region, source: Source, run: ImportRun) -> None:
    """A harvest waits for a person."""
    _tell(region, source, run, _l("Hämtningen av %(source)s väntar på besked", source=source.name), REASONS[run.held], "held")


def tell_failed(region: Region, source: Source, run: ImportRun) -> None:
    """A harvest failed."""
    _tell(region, source, run, _l("Hämtningen av %(source)s misslyckades", source=source.name), run.message, "failed")


def _tell(region: Region, source: Source, run: ImportRun, title: object, body: object, what: str) -> None:
    notify(
        kind=TROUBLE,
        users=with_permission(region, MANAGE),
        region=region,
        key=f"{run.id}:{what}",
        title=title,
        body=body,
        url=f"/r/{region.slug}/admin/training-catalog/{run.id}",
        subject_ref=f"training_catalog:source:{source.id}",
        group=source.name,
    )
