"""What is asked of a watched requirement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from core.i18n import lazy_gettext as _l
from core.web.fields import DayField
from core.web.forms import Form
from plugins.role_standards.fields import line, version_field
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.watching.models import TITLE_LENGTH, WatchedRequirement


class WatchedForm(Form):
    """A requirement that changes."""

    version = version_field()
    title = StringField(_l("Vad som ändras"), [DataRequired(_l("Skriv vad som ändras.")), Length(max=TITLE_LENGTH)])
    change = TextAreaField(_l("Vad är nytt, och för vem?"), [Optional(), Length(max=4_000)])
    law = StringField(_l("Lag eller föreskrift"), [Optional(), Length(max=TITLE_LENGTH)])
    authority = StringField(_l("Myndighet"), [Optional(), Length(max=TITLE_LENGTH)])
    in_force_on = DayField(_l("Gäller från"), [Optional()], description=_l("Lämna tomt om det inte är bestämt."))
    url = StringField(
        _l("Adress till mer information"),
        [Optional(), Length(max=500), Regexp(r"https?://[^\s]+\Z", message=_l("Skriv en hel adress som börjar med https://."))],
    )
    standards = SelectMultipleField(_l("Yrkesroller som berörs"), [Optional()], choices=())
    names = ("title", "change", "law", "authority", "in_force_on", "url")

    def __init__(
        self, row: WatchedRequirement | None, standards: Sequence[RoleStandard], touched: Sequence[int] = (), formdata: Any = None
    ) -> None:
        data: dict[str, Any] = {name: getattr(row, name) for name in (*self.names, "version")} if row else {}
        super().__init__(formdata, data=data | {"standards": [str(number) for number in touched]})
        self.standards.choices = [SelectChoice(str(each.id), each.title) for each in standards]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        texts = {name: line(self[name].data) for name in ("title", "law", "authority", "url")}
        return texts | {"change": (self.change.data or "").strip(), "in_force_on": self.in_force_on.data}

    def chosen(self) -> list[int]:
        """The standards that it touches."""
        return [int(each) for each in self.standards.data or ()]
