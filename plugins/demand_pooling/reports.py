"""The plugin's part of the yearly report, and whether it is ready in a region."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select

from core.db import db
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.plugins import Check, Section
from core.regions.models import Region
from plugins.demand_pooling import queries
from plugins.demand_pooling.levels import level_label
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.scope import pooling_scope
from plugins.demand_pooling.supply import has_catalogue


def region_checks(region: Region) -> list[Check]:
    """Whether there is something to cluster, and something to find."""
    with pooling_scope(region):
        needs = queries.need_count(region)
        outdated = queries.is_outdated(region)
    return [
        Check(_l("Det finns behov att lägga ihop"), needs > 0, _l("Slå på en del som samlar in arbetsgivares behov, och öppna en omgång.")),
        Check(
            _l("Klustren är räknade med dagens inställningar"),
            not outdated,
            _l("De räknas om av sig själva inom tio minuter. Du kan också räkna om dem på sidan Behovskluster."),
            "demand_pooling.clusters",
        ),
        Check(
            _l("Det finns en kurskatalog att söka i"),
            has_catalogue(region),
            _l("Slå på en del med kurskatalog, så visas utbildningar bredvid klustren."),
        ),
    ]


def report_sections(region: Region, period: int) -> list[Section]:
    """How many clusters reached a class during the year, and how things stand per level."""
    start, end = datetime(period, 1, 1, tzinfo=UTC), datetime(period + 1, 1, 1, tzinfo=UTC)
    with pooling_scope(region):
        figures = queries.figures(region)
        reached = select(func.count(DemandCluster.id)).where(
            DemandCluster.region_id == region.id, DemandCluster.viable_since >= start, DemandCluster.viable_since < end
        )
        new = int(db.session.execute(reached).scalar_one())
        per_level = (
            select(DemandCluster.level, func.count(), func.sum(DemandCluster.headcount), func.count().filter(DemandCluster.missing == 0))
            .where(DemandCluster.region_id == region.id, DemandCluster.closed_at.is_(None))
            .group_by(DemandCluster.level)
            .order_by(DemandCluster.level)
        )
        rows = [(level_label(level), count, int(people or 0), viable) for level, count, people, viable in db.session.execute(per_level)]
    if not figures.clusters:
        return []
    said = [
        ngettext(
            "%(n)s behovskluster räcker till en klass.", "%(n)s behovskluster räcker till en klass.", figures.viable, n=figures.viable
        ),
        _("%(new)s av dem nådde gränsen under %(year)s.", new=new, year=period),
    ]
    header = (_("Nivå"), _("Kluster"), _("Personer"), _("Räcker till en klass"))
    return [Section(_l("Behov som lagts ihop"), said, [(_("Behovskluster per nivå"), header, rows)], weight=30)]
