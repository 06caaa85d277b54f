"""What participants are asked about a meeting, and what organisers write of their own questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField
from core.web.forms import Form
from plugins.meeting_places.feedback.models import FeedbackAnswer, FeedbackForm, InWork, QuestionKind
from plugins.meeting_places.feedback.words import IN_WORK, KINDS

OWN = 5  # rows for own questions that are offered at once
MOST = 10


def _steps() -> list[SelectChoice]:
    return [SelectChoice(str(step), label) for step, label in ((1, _("1, inte alls")), (2, "2"), (3, "3"), (4, "4"), (5, _("5, mycket")))]


class AnswerForm(Form):
    """The ready-made questions. Everything may be left out, but not all of it."""

    useful = RadioField(_l("Hur användbart var mötet?"), [Optional()], choices=())
    in_work = RadioField(_l("Kan du använda det i ditt arbete?"), [Optional()], choices=())
    more = TextAreaField(_l("Vad vill du ha mer av?"), [Optional(), Length(max=2000)])


def answer_form(form: FeedbackForm | None, before: FeedbackAnswer | None, formdata: Any = None) -> Any:
    """The ready-made questions and the organisers' own."""
    own = form.questions if form else []
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for number, question in enumerate(own):
        if question["kind"] == QuestionKind.TEXT:
            fields[f"own_{number}"] = TextAreaField(question["text"], [Optional(), Length(max=2000)])
        else:
            fields[f"own_{number}"] = RadioField(question["text"], [Optional()], choices=())
        data[f"own_{number}"] = before.answers[number] if before and number < len(before.answers) else None
    if before is not None:
        data |= {"useful": str(before.useful or ""), "in_work": before.in_work.value if before.in_work else "", "more": before.more}
    made = type("MadeAnswerForm", (AnswerForm,), fields)(formdata, data=data)
    made.useful.choices = _steps()
    made.in_work.choices = [SelectChoice(key.value, label) for key, label in IN_WORK.items()]
    for number, question in enumerate(own):
        match question["kind"]:
            case QuestionKind.SCALE:
                made[f"own_{number}"].choices = _steps()
            case QuestionKind.CHOICE:
                made[f"own_{number}"].choices = [SelectChoice(each, each) for each in question["options"]]
    return made


def answered(form: Any, count: int) -> dict[str, Any]:
    """What was answered, as the service takes it."""
    return {
        "useful": int(form.useful.data) if form.useful.data else None,
        "in_work": InWork(form.in_work.data) if form.in_work.data else None,
        "more": (form.more.data or "").strip(),
        "answers": [form[f"own_{number}"].data or "" for number in range(count)],
    }


class _Questions(Form):
    closes_on = DayField(_l("Sista dagen att svara"), [Optional()], description=_l("Lämna tomt för regionens vanliga tid."))

    def validate(self, extra_validators: Any = None) -> bool:
        """A choice needs answers to choose among."""
        fine: bool = super().validate(extra_validators)
        for number in range(MOST):
            if f"kind_{number}" not in self:
                continue
            text, kind = (self[f"text_{number}"].data or "").strip(), self[f"kind_{number}"].data
            options = options_of(self[f"options_{number}"].data)
            if text and kind == QuestionKind.CHOICE and not 2 <= len(options) <= MOST:
                self[f"options_{number}"].errors = [_("Skriv två till tio svar, ett på varje rad.")]
                fine = False
        return fine


def options_of(text: str | None) -> list[str]:
    """The answers of a choice, one per line."""
    return list(dict.fromkeys(" ".join(line.split())[:100] for line in (text or "").splitlines() if line.strip()))


def questions_form(form: FeedbackForm | None, formdata: Any = None) -> Any:
    """Rows for own questions: those that there are, and some empty ones."""
    own: Sequence[dict[str, Any]] = form.questions if form else []
    rows = min(MOST, max(OWN, len(own) + 2))
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"closes_on": form.closes_on if form else None}
    for number in range(rows):
        said = own[number] if number < len(own) else {"text": "", "kind": "scale", "options": []}
        fields[f"text_{number}"] = StringField(_("Egen fråga %(n)s", n=number + 1), [Optional(), Length(max=300)])
        fields[f"kind_{number}"] = SelectField(_("Fråga %(n)s besvaras med", n=number + 1), [Optional()], choices=())
        hint = _("Ett svar på varje rad. Behövs bara när man ska välja ett av några svar.")
        fields[f"options_{number}"] = TextAreaField(
            _("Svar att välja på, fråga %(n)s", n=number + 1), [Optional(), Length(max=1200)], description=hint
        )
        data |= {f"text_{number}": said["text"], f"kind_{number}": said["kind"], f"options_{number}": "\n".join(said["options"])}
    made = type("MadeQuestionsForm", (_Questions,), fields)(formdata, data=data)
    for number in range(rows):
        made[f"kind_{number}"].choices = [SelectChoice(key.value, label) for key, label in KINDS.items()]
    return made


def own_questions(form: Any) -> list[dict[str, Any]]:
    """The questions that were written; rows without words are passed over."""
    found = []
    for number in range(MOST):
        if f"kind_{number}" not in form:
            break
        text = " ".join((form[f"text_{number}"].data or "").split())
        kind = form[f"kind_{number}"].data or QuestionKind.SCALE.value
        if text:
            options = options_of(form[f"options_{number}"].data) if kind == QuestionKind.CHOICE else []
            found.append({"kind": kind, "text": text, "options": options})
    return found
