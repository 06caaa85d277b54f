"""What a region's administrator may change of the region itself."""

from __future__ import annotations

from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from core.i18n import lazy_gettext as _l
from core.web.forms import Form


class RegionForm(Form):
    """Name, voice and reach."""

    name = StringField(_l("Regionens namn"), [InputRequired(_l("Skriv regionens namn.")), Length(max=120)])
    description = TextAreaField(
        _l("Beskrivning"), [Optional(), Length(max=600)], description=_l("Står på startsidan och i valet av region.")
    )
    contact_email = EmailField(_l("Kontaktadress"), [Optional(), Length(max=254)], description=_l("Visas längst ned på varje sida."))
    municipalities = TextAreaField(
        _l("Kommuner"), [Optional(), Length(max=8000)], description=_l("En kommun på varje rad. Namn eller kommunkod.")
    )


class ThemeForm(Form):
    """The region's accent colour."""

    accent = StringField(
        _l("Färg"), [Optional(), Length(max=7)], description=_l("Skriv som # och sex tecken. Lämna tomt för Samkrafts egen färg.")
    )
