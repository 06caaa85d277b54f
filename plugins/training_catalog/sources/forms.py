"""What a source is set up with."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.geo.queries import choices as municipality_choices
from core.i18n import lazy_gettext as _l
from core.regions.queries import municipalities
from core.web.forms import Form
from plugins.training_catalog.codes import SCHOOL_FORMS
from plugins.training_catalog.models import Source
from plugins.training_catalog.sources.models import Schedule, SourceKind
from plugins.training_catalog.sources.service import Setup

KINDS = {
    SourceKind.SUSA_NAVET: _l("Susa-navet (Skolverkets API)"),
    SourceKind.EMIL3_URL: _l("EMIL 3-fil på en adress (JSON)"),
    SourceKind.EMIL2_URL: _l("EMIL 2-fil på en adress (XML)"),
    SourceKind.FILE: _l("Filer som någon lämnar in"),
}
SCHEDULES = {
    Schedule.DAILY: _l("Varje natt"),
    Schedule.WEEKLY: _l("En gång i veckan"),
    Schedule.NEVER: _l("Bara när någon ber om det"),
}


class SourceForm(Form):
    """A source: where it is, what of it is wanted, and when."""

    version = HiddenField()
    name = StringField(_l("Namn"), [InputRequired(_l("Skriv ett namn på källan.")), Length(max=80)])
    kind = RadioField(_l("Sort"), choices=(), default=SourceKind.SUSA_NAVET)
    url = StringField(
        _l("Adress"),
        [Length(max=1000)],
        description=_l("Susa-navet finns på https://api.skolverket.se/susa-navet/emil3. Lämna tomt för filer som någon lämnar in."),
    )
    schedule = RadioField(_l("När ska källan hämtas?"), choices=(), default=Schedule.DAILY)
    school_forms = SelectMultipleField(
        _l("Skolformer"),
        choices=(),
        description=_l("Utan val hämtas alla skolformer."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    municipality_codes = SelectMultipleField(
        _l("Kommuner"),
        choices=(),
        description=_l("Utan val hämtas utbildningar i hela landet."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    keep_distance = BooleanField(_l("Ta med distansutbildningar från hela landet"), default=True)
    provider_ids = TextAreaField(
        _l("Anordnare"), [Length(max=20_000)], description=_l("En identifierare per rad, till exempel p.myh.1234. Tomt betyder alla.")
    )

    def __init__(self, region: Any, source: Source | None = None) -> None:
        super().__init__(data=_data(source) if source else None)
        here = [municipality.code for municipality in municipalities(region)]
        chosen = list(source.municipality_codes) if source else []
        self.kind.choices = list(KINDS.items())
        self.schedule.choices = list(SCHEDULES.items())
        self.school_forms.choices = list(SCHOOL_FORMS.items())
        self.municipality_codes.choices = municipality_choices(list(dict.fromkeys([*here, *chosen])))

    def setup(self) -> Setup:
        """What was said."""
        return Setup(
            name=self.name.data or "",
            kind=SourceKind(self.kind.data),
            url=self.url.data or "",
            schedule=Schedule(self.schedule.data or ""),
            school_forms=list(self.school_forms.data or ()),
            provider_ids=(self.provider_ids.data or "").split("\n"),
            municipality_codes=list(self.municipality_codes.data or ()),
            keep_distance=bool(self.keep_distance.data),
        )

    def known_version(self) -> int:
        """The version that the person had before them; 0 for a form without one, which is no form of ours."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _data(source: Source) -> dict[str, Any]:
    return {
        "version": source.version,
        "name": source.name,
        "kind": source.kind,
        "url": source.url,
        "schedule": source.schedule,
        "school_forms": list(source.school_forms),
        "municipality_codes": list(source.municipality_codes),
        "keep_distance": source.keep_distance,
        "provider_ids": "\n".join(source.provider_ids),
    }
