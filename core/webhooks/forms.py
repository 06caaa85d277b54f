"""The form for a webhook."""

from __future__ import annotations

from wtforms import SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.i18n import lazy_gettext as _l
from core.web.forms import Form


class WebhookForm(Form):
    """Where to, and what about."""

    url = StringField(
        _l("Adress"),
        [DataRequired(_l("Skriv adressen som ska anropas.")), Length(max=1000)],
        description=_l("Den ska börja med https:// och kunna nås från internet."),
    )
    description = StringField(_l("Vad den är till för"), [Length(max=120)])
    events = SelectMultipleField(
        _l("Händelser"),
        [DataRequired(_l("Välj minst en händelse."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
