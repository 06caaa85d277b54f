"""What the mailed link asks: how each action goes, in one form."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.regional_plans.actions.models import ActionStatus
from plugins.regional_plans.actions.words import STATUS
from plugins.regional_plans.fields import line
from plugins.regional_plans.status.answering import Question
from plugins.regional_plans.status.mails import ANSWERS
from plugins.regional_plans.status.models import STATUS_TEXT_LENGTH

CHOICES = [SelectChoice(status.value, STATUS[status]) for status in ANSWERS]


class AnswerForm(Form):
    """The part that is the same for all. `answer_form` adds three fields for each action."""

    action_ids: tuple[int, ...] = ()
    by_name = StringField(
        _l("Ditt namn"),
        [DataRequired(_l("Skriv ditt namn.")), Length(max=120)],
        description=_l("Svarar du åt en kollega? Skriv ditt eget namn."),
    )

    def answers(self) -> dict[int, tuple[ActionStatus, str]]:
        """What was answered, by action."""
        given = {number: (self[f"status_{number}"].data, self[f"text_{number}"].data) for number in self.action_ids}
        return {number: (ActionStatus(status), (text or "").strip()) for number, (status, text) in given.items() if status}

    def changed(self, asked: Question) -> dict[int, tuple[ActionStatus, str]]:
        """The answers but for those that stood in the form already: a colleague may have changed them since it was opened."""
        said = self.answers()
        for number in list(said):
            seen = self[f"seen_{number}"].data or ""
            before = asked.earlier.get(int(seen)) if seen.isdecimal() and len(seen) < 10 else None
            if before is not None and before.action_id == number and (before.status, before.text) == said[number]:
                del said[number]
        return said

    def name(self) -> str:
        """Who answers."""
        return line(self.by_name.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: that something is answered."""
        found = bool(super().validate(extra_validators))
        if found and not self.answers():
            self[f"status_{self.action_ids[0]}"].errors = [_("Välj hur det går för minst en insats.")]
            return False
        return found


def _needs_status(form: Any, field: Any) -> None:
    """A line of text without a status says nothing to the meeting."""
    if (field.data or "").strip() and not form[field.name.replace("text_", "status_")].data:
        raise ValidationError(_("Välj också hur det går."))


def answer_form(asked: Question, formdata: Any = None, *, action_id: int | None = None, status: str = "") -> AnswerForm:
    """A form for a question. What was answered before is filled in, and the answer whose link was opened."""
    fields: dict[str, Any] = {"action_ids": tuple(action.id for action in asked.actions)}
    data: dict[str, Any] = {"by_name": asked.request.name}
    for action in asked.actions:
        fields[f"status_{action.id}"] = RadioField(_l("Hur går det?"), [Optional()], choices=CHOICES)
        fields[f"text_{action.id}"] = TextAreaField(
            _l("En rad om läget"),
            [Length(max=STATUS_TEXT_LENGTH), _needs_status],
            description=_l("Kommer med på mötet och i årsrapporten. Skriv inget om enskilda personer."),
        )
        fields[f"seen_{action.id}"] = HiddenField(validators=[Length(max=12)])
        before = asked.answers.get(action.id)
        if before is not None:
            data |= {f"seen_{action.id}": str(before.id), f"status_{action.id}": before.status.value, f"text_{action.id}": before.text}
    if action_id in fields["action_ids"] and status in [each.value for each in ANSWERS]:
        data[f"status_{action_id}"] = status
    made: type[AnswerForm] = type("ThisAnswerForm", (AnswerForm,), fields)
    return made(formdata, data=data)


class StateForm(Form):
    """Whom to show. A value that is not among the choices is passed over."""

    state = SelectField(
        _l("Svar"),
        choices=[SelectChoice("", _l("Alla")), SelectChoice("silent", _l("Har inte svarat")), SelectChoice("answered", _l("Har svarat"))],
    )
