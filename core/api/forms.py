"""The form for a new token."""

from __future__ import annotations

from wtforms import IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from core.api.service import MAX_DAYS
from core.i18n import lazy_gettext as _l
from core.web.forms import Form


class TokenForm(Form):
    """What a token is for, and what it may."""

    name = StringField(
        _l("System som ska använda nyckeln"), [DataRequired(_l("Skriv vilket system som ska använda nyckeln.")), Length(max=80)]
    )
    organisation = StringField(
        _l("Organisationsnummer"),
        [Length(max=20)],
        description=_l("Fyll i om nyckeln ska tillhöra en organisation. Den ändrar då bara den organisationens egna uppgifter."),
    )
    scopes = SelectMultipleField(
        _l("Rättigheter"),
        [DataRequired(_l("Välj minst en rättighet."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = IntegerField(
        _l("Gäller så många dagar"),
        [InputRequired(_l("Skriv ett antal dagar.")), NumberRange(1, MAX_DAYS, _l("En nyckel kan gälla i högst 365 dagar."))],
        default=180,
    )
