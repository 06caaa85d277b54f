"""The form of the monthly file's columns."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.funding.fields import version_field
from plugins.funding.monthly.columns import Column, written

MAX_FILE = 20_000


class ColumnsForm(Form):
    """The columns, one per line, or as a file."""

    version = version_field()
    columns = TextAreaField(
        _l("Kolumner"),
        [Optional(), Length(max=4_000)],
        description=_l("En rad per kolumn, i filens ordning: fält; rubrik; form. Formen kan utelämnas."),
    )
    file = FileField(
        _l("Eller en fil"), [Optional()], description=_l("Text med samma rader, eller TOML som den som följer med. Högst 20 kB.")
    )

    def __init__(self, shown: Sequence[Column], version: int) -> None:
        super().__init__(data={"columns": written(shown), "version": version})

    def text(self) -> str:
        """What was written; the file goes first.

        Raises:
            DomainError: when the file is too large, or no text.
        """
        if not self.file.data:
            return str(self.columns.data or "")
        data = self.file.data.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise DomainError(_("Filen är för stor. Den får vara högst 20 kB."), field="file")
        try:
            return str(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise DomainError(_("Filen är inte text. Spara den som UTF-8 och välj den igen."), field="file") from None
