"""What is asked about themes and series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from core.geo.places import counties
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.web.forms import Form
from plugins.meeting_places.fields import TicksField, choices
from plugins.meeting_places.series.models import Theme


class ThemeForm(Form):
    """A theme."""

    version = HiddenField(validators=[Length(max=12)])
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv vad temat heter.")), Length(max=80)])
    description = TextAreaField(_l("Vad temat handlar om"), [Optional(), Length(max=500)])
    is_active = BooleanField(_l("Går att välja"))


class OwnerForm(Form):
    """What a form about somebody's meetings has when whose they are must be told: a choice, or a number to write."""

    organisation_id = SelectField(_l("Vem ordnar?"), [DataRequired(_l("Välj vem som ordnar."))], choices=())
    organisation = StringField(
        _l("Arrangörens organisationsnummer"),
        [DataRequired(_l("Skriv arrangörens organisationsnummer.")), Length(max=30)],
        description=_l("Tio siffror."),
    )

    def among(self, organisations: Sequence[Organisation] | None, *, known: bool) -> None:
        """Offer these; None: any of the region's, by its number. Nothing is asked of what has an owner already."""
        if known or organisations is None:
            del self.organisation_id
        if known or organisations is not None:
            del self.organisation
        if not known and organisations is not None:
            first = _("Välj organisation") if len(organisations) > 1 else None
            self.organisation_id.choices = choices([(each.id, each.name) for each in organisations], first)


class SeriesForm(OwnerForm):
    """A series."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(_l("Namn"), [DataRequired(_l("Skriv vad mötesplatsen heter.")), Length(max=200)])
    aim = TextAreaField(
        _l("Vad är målet?"),
        [DataRequired(_l("Skriv vad mötesplatsen ska leda till.")), Length(max=4000)],
        description=_l("Skriv så att den som ska välja förstår vad mötena ger."),
    )
    themes = TicksField(_l("Teman"), [Optional()], choices=())
    counties = TicksField(_l("Län som deltar"), [Optional()], choices=())
    organisers = TextAreaField(
        _l("Fler som ordnar"),
        [Optional(), Length(max=4000)],
        description=_l("Ett organisationsnummer på varje rad. De får också ändra mötesplatsen."),
    )

    def offer(self, themes: Sequence[Theme]) -> None:
        """What can be ticked."""
        self.themes.choices = choices([(theme.id, theme.name) for theme in themes])
        self.counties.choices = choices(counties())
        if not themes:
            del self.themes

    def facts(self) -> dict[str, Any]:
        """What was filled in, but for who arranges it."""
        return {
            "title": " ".join((self.title.data or "").split()),
            "aim": (self.aim.data or "").strip(),
            "themes": [int(each) for each in self.themes.data or ()] if "themes" in self else (),
            "counties": list(self.counties.data or ()),
        }
