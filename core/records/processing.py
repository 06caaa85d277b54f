"""The record of processing (*registerförteckning*, GDPR art. 30), made from the register of columns and the region's decisions."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import gettext as _
from core.i18n import language
from core.plugins.enablement import enabled_plugins
from core.records import retention
from core.records.register import KEEP, Entry, parent, register
from core.records.rows import personal_tables
from core.records.wording import ABOUT, BASIS, kept_for
from core.regions.models import Region


@dataclass(frozen=True)
class Line:
    """One processing: why, whose data, what, on which basis, for how long."""

    purpose: str
    about: str
    columns: str
    basis: str
    kept: str
    table: str

    def cells(self) -> list[str]:
        """In the order of the header."""
        return [self.purpose, self.about, self.columns, self.basis, self.kept, self.table]


def header() -> list[str]:
    """What the columns of the record are called."""
    return [_("Ändamål"), _("Vems uppgifter"), _("Uppgifter"), _("Rättslig grund"), _("Hur länge"), _("Tabell")]


def lines(region: Region) -> list[Line]:
    """What core and the parts that the region uses do with personal data."""
    prefixes = ("core_", *(plugin.table_prefix for plugin in enabled_plugins(region)))
    kinds = {each.type.name: each for each in retention.kinds(region)}
    return [
        Line(
            entry.purpose if language() == "sv" else entry.purpose_en,
            str(ABOUT[entry.about]),
            ", ".join(entry.personal),
            str(BASIS[entry.basis]),
            _kept(entry, kinds),
            table.name,
        )
        for table, entry in sorted(personal_tables(), key=lambda pair: pair[0].name)
        if table.name.startswith(prefixes)
    ]


def _kept(entry: Entry, kinds: dict[str, retention.Kind]) -> str:
    entries = register()
    while parent(entry):
        entry = entries[parent(entry)]
    if entry.retention == KEEP:
        return _("Så länge uppgiften behövs")
    kind = kinds[entry.retention]
    if kind.kept is None:
        return _("Bevaras") if kind.rule else kind.type.basis
    return (
        kept_for(*kind.kept)
        if kind.rule or not kind.type.per_region
        else _("%(time)s (förslag, inget beslut än)", time=kept_for(*kind.kept))
    )
