"""What is asked of those who check in, compare a certificate or read in a list."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.meeting_places.fields import EmailField


class CheckInForm(Form):
    """The code in the room, and which registration it is about."""

    code = StringField(_l("Kod"), [DataRequired(_l("Skriv koden som visas på mötet.")), Length(max=40)], description=_l("Sex tecken."))
    email = EmailField(
        _l("E-post"),
        [DataRequired(_l("Skriv adressen som du anmälde dig med.")), Length(max=254)],
        description=_l("Den du anmälde dig med."),
    )


class CodeForm(Form):
    """A certificate's code."""

    code = StringField(_l("Intygets kod"), [Length(max=40)], description=_l("Tolv tecken, till exempel ABCD-EFGH-JKLM."))


class ListForm(Form):
    """A participant list."""

    file = FileField(
        _l("Deltagarlista"),
        [FileRequired(_l("Välj en fil."))],
        description=_l("CSV eller Excel från mötesverktyget, med kolumner för namn, e-post och tider. Högst 5 MB."),
    )

    def content(self, limit: int) -> tuple[str, bytes]:
        """The chosen file's name, and its content up to one byte more than is allowed."""
        storage: Any = self.file.data
        return (storage.filename or "")[:200], storage.read(limit + 1)
