"""What is asked of a text."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.taxonomy import queries as taxonomy
from core.web.forms import Form
from plugins.guidance.texts.languages import LANGUAGES
from plugins.guidance.texts.models import TEXT_LENGTH, GuidanceText


class TextForm(Form):
    """A text on an occupation group."""

    version = HiddenField(validators=[Length(max=12)])
    occupation_group = StringField(
        _l("Yrkesgrupp"),
        [DataRequired(_l("Skriv yrkesgruppens fyra siffror.")), Length(max=10)],
        description=_l("Fyra siffror enligt SSYK 2012. De står på yrkets sida."),
    )
    municipality_code = SelectField(_l("Gäller"), [Optional()], choices=())
    language = SelectField(
        _l("Språk"),
        [InputRequired(_l("Välj språk."))],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    kind = RadioField(
        _l("Texten är"),
        [InputRequired(_l("Välj vad för slags text det är."))],
        choices=[SelectChoice("easy", _l("Lättläst")), SelectChoice("plain", _l("Sammanfattning"))],
    )
    text = TextAreaField(
        _l("Text"),
        [DataRequired(_l("Skriv texten.")), Length(max=TEXT_LENGTH)],
        description=_l("Vad gör man i yrket, och hur blir man det? Skriv korta meningar, en tanke i varje."),
    )

    def __init__(self, region: Region, text: GuidanceText | None, group: str = "", formdata: Any = None) -> None:
        data: dict[str, Any] = {"occupation_group": group, "language": "sv", "kind": "easy"}
        if text is not None:
            data = {name: getattr(text, name) for name in ("version", "occupation_group", "language", "text")}
            data |= {"municipality_code": text.municipality_code or "", "kind": "easy" if text.is_easy else "plain"}
        super().__init__(formdata, data=data)
        among = [each.code for each in municipalities(region)]
        self.municipality_code.choices = [SelectChoice("", _("Hela regionen")), *(SelectChoice(*pair) for pair in choices(among))]

    def validate_occupation_group(self, field: Any) -> None:
        """Only groups that there are."""
        found = taxonomy.group((field.data or "").strip())
        if found is None or found.level != 4:
            raise ValidationError(
                _("Det finns ingen yrkesgrupp %(code)s. Skriv fyra siffror enligt SSYK 2012.", code=(field.data or "")[:10])
            )

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "occupation_group": (self.occupation_group.data or "").strip(),
            "municipality_code": self.municipality_code.data or None,
            "language": self.language.data,
            "is_easy": self.kind.data == "easy",
            "text": (self.text.data or "").strip(),
        }
