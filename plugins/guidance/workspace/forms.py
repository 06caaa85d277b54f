"""What is asked of a shortlist and a line of it."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.guidance.fields import check_url, line
from plugins.guidance.workspace.models import Shortlist


class ListForm(Form):
    """A list."""

    version = HiddenField(validators=[Length(max=12)])
    label = StringField(
        _l("Vad du kallar listan"),
        [DataRequired(_l("Skriv något som du känner igen listan på.")), Length(max=60)],
        description=_l("Skriv inte vem den är till. Ett datum eller en bokstav räcker."),
    )
    note = TextAreaField(
        _l("Hälsning"), [Optional(), Length(max=2000)], description=_l("Visas överst för den som får länken. Skriv inget känsligt.")
    )

    def __init__(self, found: Shortlist | None, formdata: Any = None) -> None:
        super().__init__(formdata, data={name: getattr(found, name) for name in ("label", "note", "version")} if found else None)


class ItemForm(Form):
    """A line of one's own."""

    title = StringField(_l("Rubrik"), [DataRequired(_l("Skriv vad det är.")), Length(max=300)])
    text = TextAreaField(_l("Text"), [Optional(), Length(max=1000)])
    url = StringField(_l("Webbadress"), [Optional(), Length(max=500)])

    def validate_url(self, field: Any) -> None:
        """A whole address."""
        check_url(field.data)

    def title_line(self) -> str:
        """The heading, without spaces to spare."""
        return line(self.title.data)
