"""A municipality's titles as a table that can be read in. They wait until each is confirmed, unless the file names the standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.db import db, get, one_or_none
from core.errors import Conflict, DomainError
from core.geo.queries import code_for, name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import Applied, Checked, ImportColumn, ImportKind
from core.imports.queries import reader_of
from core.regions.queries import municipalities
from core.search.folding import fold
from plugins.role_standards.adoption.queries import reached
from plugins.role_standards.permissions import MAP
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.standards.queries import in_use
from plugins.role_standards.titles import service
from plugins.role_standards.titles.models import TITLE_LENGTH, LocalTitle

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region


class TitleChecker:
    """Reads rows of titles, and remembers them, so that the same twice in a file is found."""

    def __init__(self, region: Region, reader: Any) -> None:
        self.region = region
        self._here = {each.code for each in municipalities(region)}
        self._own = reached(region, reader, MAP)
        self._standards = {fold(each.title): each for each in in_use(region)}
        self._seen: dict[tuple[str, str], int] = {}

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """See `core.imports.kind.Checker`."""
        return [self._read(number, {name: " ".join(text.split()) for name, text in texts.items()}) for number, texts in batch]

    def _read(self, number: int, texts: Mapping[str, str]) -> Checked:
        title, faults = texts.get("title", ""), []
        if not fold(title) or len(title) > TITLE_LENGTH:
            faults.append(("title", _("Skriv titeln, med högst %(n)s tecken.", n=TITLE_LENGTH)))
        code = code_for(texts.get("municipality", ""), self._here) or ""
        if not code:
            faults.append(("municipality", _("Kommunen finns inte i regionen. Skriv dess namn eller SCB:s fyra siffror.")))
        elif code not in self._own:
            faults.append(("municipality", _("Du kan bara läsa in titlar för din egen kommun.")))
        named = texts.get("standard", "")
        standard = self._standards.get(fold(named)) if named else None
        if named and standard is None:
            faults.append(("standard", _("Det finns ingen yrkesroll som heter så. Lämna tomt för att koppla titeln efteråt.")))
        key = (code, fold(title))
        if not faults and key in self._seen:
            faults.append(("", _("Samma titel finns redan på rad %(row)s. Ta bort en av dem.", row=self._seen[key])))
        if faults:
            return Checked(title=title[:80], faults=faults)
        self._seen[key] = number
        values = {"title": title, "municipality": code, "standard": standard.id if standard else None}
        there = service.find(self.region, code, title)
        if there is None:
            return Checked(title=title, values=values)
        changes = {}
        if standard is not None and there.standard_id != standard.id:
            changes = {"standard": [there.standard_id, standard.id]}
        return Checked(title=title, values=values, changes=changes, object_id=there.id, object_version=there.version)


def apply_row(region: Region, row: ImportRow) -> Applied:
    """Take in the title, or say which standard it is.

    Raises:
        DomainError: when whoever reads the file may no longer, or the standard is gone.
        Conflict: when the title has changed since the rows were checked.
    """
    code = row.values["municipality"]
    if code not in reached(region, reader_of(row), MAP):
        raise DomainError(_("Du kan bara läsa in titlar för din egen kommun."))
    there = service.find(region, code, row.values["title"])
    if there is not None and row.object_version is not None and there.version != row.object_version:
        raise Conflict(_("Titeln har ändrats sedan filen kontrollerades. Läs in filen igen."))
    if there is None:
        service.add(region=region, municipality_code=code, titles=[row.values["title"]])
        there = service.find(region, code, row.values["title"])
    if there is None:
        raise Conflict(_("Titeln har ändrats sedan filen kontrollerades. Läs in filen igen."))
    number = row.values["standard"]
    standard = one_or_none(RoleStandard, number) if number is not None else None
    if standard is not None:
        service.say(region=region, row=there, standard=standard)
    return Applied(there.id, there.version)


def undo_row(region: Region, row: ImportRow) -> str:
    """Take a title away, or put back what it was; the reason when somebody has changed it since."""
    there = one_or_none(LocalTitle, row.object_id) if row.object_id is not None else None
    if there is None or there.region_id != region.id:
        return _("Titeln finns inte kvar.")
    if there.version != row.object_version:
        return _("Titeln har ändrats sedan dess.")
    if row.changes:
        before = row.changes["standard"][0]
        service.say(region=region, row=there, standard=get(RoleStandard, before) if before is not None else None)
    else:
        service.remove(region=region, row=there)
    db.session.flush()
    return ""


def in_words(name: str, value: Any) -> str:
    """A value as one reads it."""
    if name == "municipality":
        return name_of(str(value))
    if name == "standard" and value is not None:
        found = one_or_none(RoleStandard, int(value))
        return found.title if found is not None else ""
    return "" if value is None else str(value)


TITLE_IMPORT = ImportKind(
    name="role_standards.titles",
    title=_l("Lokala titlar"),
    permission=MAP,
    columns=(
        ImportColumn("title", _l("Titel"), ("befattning", "lokal titel", "tjänst", "title"), required=True, example="Barnpedagog"),
        ImportColumn("municipality", _l("Kommun"), ("kommunkod", "municipality"), required=True, example="Nacka"),
        ImportColumn("standard", _l("Yrkesroll"), ("gemensam titel", "roll", "standard"), example="Barnskötare"),
    ),
    checker=TitleChecker,
    apply=apply_row,
    undo=undo_row,
    in_words=in_words,
    endpoint="role_standards.titles",
    personal=True,
)
