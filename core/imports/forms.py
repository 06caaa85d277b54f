"""The forms of an import: the file, and what its columns are."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import ImportKind
from core.imports.models import TableImport
from core.web.forms import Form


class UploadForm(Form):
    """A file."""

    file = FileField(
        _l("Fil"),
        description=_l("CSV eller Excel (.xlsx) med rubriker på första raden. Högst 5 MB och 20 000 rader."),
        validators=[FileRequired(_l("Välj en fil."))],
    )

    def content(self, limit: int) -> tuple[str, bytes]:
        """The chosen file's name, and its content up to one byte more than is allowed."""
        storage: Any = self.file.data
        return storage.filename or "", storage.read(limit + 1)


def mapping_form(kind: ImportKind, found: TableImport) -> Form:
    """One choice per field: which column of the file it is read from."""
    choices = [(str(place), name or _("Kolumn %(n)s", n=place + 1)) for place, name in enumerate(found.heading)]
    fields: dict[str, Any] = {}
    offered: dict[str, Any] = {}
    for column in kind.columns:
        first = _("Välj kolumn") if column.required else _("Läs inte in")
        place = found.mapping.get(column.name)
        fields[column.name] = SelectField(column.label, default="" if place is None else str(place), validate_choice=False)
        offered[column.name] = [("", first), *choices]
    form: Form = type("MappingForm", (Form,), fields)()
    for field in form:
        field.choices = offered[field.name]
    return form


def chosen(form: Form, found: TableImport) -> dict[str, int]:
    """The columns chosen, without what no column is."""
    known = {str(place) for place in range(len(found.heading))}
    return {field.name: int(field.data) for field in form if field.data in known}
