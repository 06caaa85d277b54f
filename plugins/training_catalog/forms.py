"""The form for handing in a file."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from core.i18n import lazy_gettext as _l
from core.web.forms import Form


class UploadForm(Form):
    """A file, the name of its source, and whether it is all that the source has."""

    source = StringField(
        _l("Källa"),
        description=_l(
            "Vem utbildningarna kommer från, till exempel ”Norsjö kommun”. Samma namn varje gång, så uppdateras samma utbildningar."
        ),
        validators=[InputRequired(_l("Skriv vem utbildningarna kommer från.")), Length(max=80)],
        filters=[lambda text: " ".join(text.split()) if text else text],
    )
    file = FileField(
        _l("Fil"),
        description=_l("CSV eller Excel (.xlsx) med en rad per tillfälle, EMIL 3 som JSON eller EMIL 2 som XML. Högst 20 MB."),
        validators=[FileRequired(_l("Välj en fil."))],
    )
    complete = BooleanField(
        _l("Filen innehåller allt som källan erbjuder"),
        description=_l("Det som källan har haft tidigare men som saknas i filen tas bort ur listan."),
    )
    direct = BooleanField(
        _l("Läs in direkt"), description=_l("Annars visar vi först vad som skulle ändras, och du bestämmer om filen ska läsas in.")
    )

    def content(self) -> tuple[str, bytes]:
        """The chosen file's name and content."""
        storage: Any = self.file.data
        return storage.filename or "", storage.read()
