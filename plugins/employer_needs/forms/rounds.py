"""The strategist's forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField
from wtforms.validators import Length

from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.employer_needs.forms.fields import ForgivingDateField, LineField, Needed, ParagraphsField
from plugins.employer_needs.models import SurveyRound


class RoundForm(Form):
    """A round: what it is called, when, and with what words employers are asked."""

    later = False
    version = HiddenField()
    title = LineField(_l("Namn på omgången"), [Needed(_l("Skriv vad omgången ska heta, till exempel Hösten 2026.")), Length(max=120)])
    survey_id = SelectField(
        _l("Enkät"), description=_l("Bestämmer vilka egna frågor som ställs. Den kan inte bytas när omgången har öppnat.")
    )
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

    def __init__(self, *args: Any, surveys: Sequence[tuple[int, str]] = (), survey_round: SurveyRound | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey_id.choices = [(str(key), title) for key, title in surveys]
        if len(surveys) < 2 or (survey_round is not None and survey_round.opened_at is not None and not survey_round.standing):
            del self.survey_id
        if survey_round is not None and survey_round.standing:
            del self.opens_on, self.closes_on


class InviteForm(Form):
    """A file of employers."""

    file = FileField(
        _l("Fil"),
        [FileRequired(_l("Välj en fil."))],
        description=_l(
            "CSV eller Excel (.xlsx) med kolumnerna organisation, organisationsnummer, e-post och kommun. Högst 5 000 rader och 2 MB."
        ),
    )
