"""The strategist's forms."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField
from wtforms.validators import Length

from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.employer_needs.forms.fields import ForgivingDateField, LineField, Needed, ParagraphsField


class RoundForm(Form):
    """A round: what it is called, when, and with what words employers are asked."""

    later = False
    version = HiddenField()
    title = LineField(_l("Namn på omgången"), [Needed(_l("Skriv vad omgången ska heta, till exempel Hösten 2026.")), Length(max=120)])
    opens_on = ForgivingDateField(_l("Första dagen"), [Needed(_l("Skriv vilken dag omgången ska börja."))])
    closes_on = ForgivingDateField(_l("Sista dagen att svara"), [Needed(_l("Skriv vilken dag som är den sista att svara."))])
    intro = ParagraphsField(
        _l("Varför ni frågar"),
        [Length(max=2_000)],
        description=_l("Visas på formulärets första sida. Lämna tomt för en vanlig förklaring."),
    )
    letter = ParagraphsField(
        _l("Inledning i mejlet"),
        [Length(max=4_000)],
        description=_l("Länken, sista dagen och vem som kan läsa svaret läggs till efter din text. Lämna tomt för en vanlig inledning."),
    )


class InviteForm(Form):
    """A file of employers."""

    file = FileField(
        _l("Fil"),
        [FileRequired(_l("Välj en fil."))],
        description=_l(
            "CSV eller Excel (.xlsx) med kolumnerna organisation, organisationsnummer, e-post och kommun. Högst 5 000 rader och 2 MB."
        ),
    )
