"""Forms of own questions: the employer's page, made of a version's questions, and the builder's page for one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import BooleanField, DecimalField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.employer_needs.forms.fields import ChoiceField, DraftForm, ForgivingDateField, LineField, Needed, ParagraphsField, clean_line
from plugins.employer_needs.questions import definition, files
from plugins.employer_needs.questions.definition import Kind, Option, Question

SHOWN = "shown"  # posted once for each question that stood on the page
REMOVE = "remove_"
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f'")
BIGGEST = 1_000_000_000_000


class NumberField(DecimalField):  # type: ignore[misc]
    """A number as people write it: "1 200,5", "1200.5", "−3". Nothing is None."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.data = None
        typed = valuelist[0].translate(_SPACES).replace("\u2212", "-").replace(",", ".")
        if not typed:
            return
        try:
            number = float(typed)
        except ValueError:
            raise ValueError(_("Skriv ett tal med siffror, till exempel 12 eller 2,5.")) from None
        if not -BIGGEST <= number <= BIGGEST:
            raise ValueError(_("Talet är för stort. Kontrollera om du har skrivit en siffra för mycket."))
        self.data = int(number) if number == int(number) else round(number, 6)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}".replace(".", ",") if isinstance(self.data, float) else str(self.data)


class SeveralField(SelectMultipleField):  # type: ignore[misc]
    """Any number of a few."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OwnForm(DraftForm):
    """The employer's page. Only the questions that the answers lead to, and that stood on the page, are judged.

    `fresh` are those that the answers lead to and that did not stand there: they come on the next page.
    """

    questions: Sequence[Question] = ()
    fresh: Sequence[Question] = ()

    def __init__(self, *args: Any, kept: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = dict(kept or {})  # names of the files that are saved
        self.every = {each.key: self[each.key] for each in self.questions}
        for each in self.questions:
            if each.kind in definition.DECIDING:
                self.every[each.key].choices = each.choices

    def validate(self, extra_validators: Any = None) -> bool:
        """As usual, of what was asked."""
        there = set(request.form.getlist(SHOWN))
        asked = self.asked()
        self.fresh = [each for each in asked if each.key not in there]
        for key in {each.key for each in self.questions} - ({each.key for each in asked} & there):
            del self[key]
        return super().validate(extra_validators)

    def asked(self) -> list[Question]:
        """The questions that what is typed leads to."""
        return definition.asked(self.questions, {key: field.data for key, field in self.every.items()})

    @property
    def items(self) -> list[tuple[Question, Any, bool]]:
        """Every question with its field, and whether it is asked now."""
        asked = {each.key for each in self.asked()}
        return [(each, self.every[each.key], each.key in asked) for each in self.questions]

    def values(self) -> dict[str, Any]:
        """What was answered, as it is stored."""
        found = {}
        for each in self.questions:
            if each.key in self._fields and each.kind is not Kind.FILE:
                value = self.every[each.key].data
                found[each.key] = value.isoformat() if isinstance(value, date) else value
        return found

    def uploads(self) -> dict[str, files.Upload]:
        """The files that were chosen, judged.

        Raises:
            DomainError: at the field of one that is not taken.
        """
        found = {}
        for each in self.questions:
            upload: Any = self.every[each.key].data if each.key in self._fields and each.kind is Kind.FILE else None
            if upload is not None and upload.filename:
                with upload.stream as stream:
                    found[each.key] = files.checked(upload.filename, stream.read(files.MAX_BYTES + 1), field=each.key)
        return found

    def dropped(self) -> frozenset[str]:
        """The questions whose saved file is to go."""
        return frozenset(each.key for each in self.questions if each.kind is Kind.FILE and request.form.get(f"{REMOVE}{each.key}"))


class _FileNeeded:
    """A file must be chosen, unless one is saved already."""

    def __init__(self) -> None:
        self.field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        chosen = getattr(field.data, "filename", "")
        kept = field.name in form.kept and field.name not in form.dropped()
        if not chosen and not kept and not form.later:
            raise ValidationError(_("Välj en fil."))


_ASKING = {
    Kind.TEXT: _l("Skriv ett svar."),
    Kind.NUMBER: _l("Skriv ett tal."),
    Kind.CHOICE: _l("Välj ett av alternativen."),
    Kind.SEVERAL: _l("Välj minst ett alternativ."),
    Kind.SCALE: _l("Välj ett steg på skalan."),
    Kind.DATE: _l("Skriv ett datum."),
}


def _field(question: Question) -> Any:
    needed: list[Any] = [Needed(_ASKING[question.kind])] if question.required and question.kind is not Kind.FILE else []
    about = {"description": question.hint}
    match question.kind:
        case Kind.TEXT:
            return ParagraphsField(question.title, [*needed, Length(max=definition.MAX_ANSWER)], **about)
        case Kind.NUMBER:
            return NumberField(question.title, needed, **about)
        case Kind.SEVERAL:
            return SeveralField(question.title, needed, **about)
        case Kind.DATE:
            return ForgivingDateField(question.title, needed, **about)
        case Kind.FILE:
            hint = _("Högst 5 MB. Filer som tas emot: %(types)s.", types=files.ACCEPTED)
            words = f"{question.hint} {hint}".strip()
            return FileField(question.title, [_FileNeeded()] if question.required else [], description=words)
        case _:
            return ChoiceField(question.title, needed, **about)


def own_form(questions: Sequence[Question]) -> type[OwnForm]:
    """The form of a version's questions."""
    fields = {each.key: _field(each) for each in questions}
    return type("OwnQuestions", (OwnForm,), {"questions": tuple(questions), **fields})


def saved_data(questions: Sequence[Question], values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as the form's fields hold them."""
    found = {}
    for each in questions:
        if each.kind is Kind.FILE:
            continue
        value = values.get(each.key)
        if each.kind is Kind.DATE and value:
            value = date.fromisoformat(value)
        found[each.key] = value if each.kind is not Kind.SEVERAL else list(value or [])
    return found


class SurveyForm(Form):
    """What a survey is called."""

    later = False
    title = LineField(_l("Namn på enkäten"), [Needed(_l("Skriv vad enkäten ska heta.")), Length(max=120)])


def _lines(text: str | None) -> list[str]:
    return [line for each in (text or "").splitlines() if (line := clean_line(each))]


class QuestionForm(Form):
    """One question in the builder. Which fields there are goes by its kind."""

    later = False
    seen = HiddenField()
    label = LineField(_l("Fråga"), [Needed(_l("Skriv frågan.")), Length(max=definition.MAX_LABEL)])
    help = ParagraphsField(_l("Hjälptext"), [Length(max=definition.MAX_HELP)], description=_l("Står under frågan, med mindre text."))
    options = ParagraphsField(_l("Svarsalternativ"), [Length(max=4_000)], description=_l("Ett på varje rad, minst två."))
    steps = SelectField(_l("Antal steg på skalan"), coerce=int)
    low = LineField(_l("Vad det lägsta steget betyder"), [Length(max=definition.MAX_OPTION)])
    high = LineField(_l("Vad det högsta steget betyder"), [Length(max=definition.MAX_OPTION)])
    required = BooleanField(_l("Frågan måste besvaras"))
    condition = SelectField(_l("Visa frågan"))
    label_en = LineField(_l("Fråga på engelska"), [Length(max=definition.MAX_LABEL)])
    help_en = ParagraphsField(_l("Hjälptext på engelska"), [Length(max=definition.MAX_HELP)])
    options_en = ParagraphsField(
        _l("Svarsalternativ på engelska"), [Length(max=4_000)], description=_l("Ett på varje rad, i samma ordning.")
    )
    low_en = LineField(_l("Det lägsta steget på engelska"), [Length(max=definition.MAX_OPTION)])
    high_en = LineField(_l("Det högsta steget på engelska"), [Length(max=definition.MAX_OPTION)])

    def __init__(self, *args: Any, kind: Kind, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.condition.choices = [("", _("Alltid")), *((value, _("När %(what)s", what=words)) for value, words in earlier)]
        if kind not in (Kind.CHOICE, Kind.SEVERAL):
            del self.options, self.options_en
        self.steps.choices = [(n, str(n)) for n in range(definition.MIN_SCALE, definition.MAX_SCALE + 1)]
        if kind is not Kind.SCALE:
            del self.steps, self.low, self.high, self.low_en, self.high_en
        if not earlier and not (kwargs.get("data") or {}).get("condition"):
            del self.condition

    def validate_options(self, field: Any) -> None:
        lines = _lines(field.data)
        if len(lines) < 2:
            raise ValidationError(_("Skriv minst två svarsalternativ, ett på varje rad."))
        if len(lines) > definition.MAX_OPTIONS:
            raise ValidationError(_("En fråga kan ha högst %(max)s svarsalternativ.", max=definition.MAX_OPTIONS))
        if len(set(lines)) < len(lines):
            raise ValidationError(_("Två svarsalternativ är lika. Ändra eller ta bort det ena."))
        if any(len(line) > definition.MAX_OPTION for line in lines):
            raise ValidationError(_("Ett svarsalternativ får vara högst %(max)s tecken.", max=definition.MAX_OPTION))

    def validate_options_en(self, field: Any) -> None:
        if field.data and len(_lines(field.data)) != len(_lines(self.options.data)):
            raise ValidationError(_("Skriv lika många alternativ på engelska som på svenska, eller inga."))
        if any(len(line) > definition.MAX_OPTION for line in _lines(field.data)):
            raise ValidationError(_("Ett svarsalternativ får vara högst %(max)s tecken.", max=definition.MAX_OPTION))

    def question(self, before: Question | None) -> Question:
        """What was typed, as a question; of an earlier one, its key and the codes of its answers stay."""
        when, _equals, answer = (self.condition.data or "").partition("=") if "condition" in self else ("", "", "")
        return Question(
            key=before.key if before else "",
            kind=self.kind,
            label=self.label.data,
            label_en=self.label_en.data or "",
            help=self.help.data or "",
            help_en=self.help_en.data or "",
            required=bool(self.required.data),
            options=self._options(before),
            steps=self.steps.data if "steps" in self else 5,
            when=when,
            answer=answer,
        )

    def _options(self, before: Question | None) -> tuple[Option, ...]:
        if "options" in self:
            return definition.options_of(_lines(self.options.data), _lines(self.options_en.data), before.options if before else ())
        if "low" in self and (self.low.data or self.high.data):
            low = Option("low", self.low.data or "", self.low_en.data or "")
            return (low, Option("high", self.high.data or "", self.high_en.data or ""))
        return ()


def question_data(question: Question) -> dict[str, Any]:
    """A question as the fields of the builder's form hold it."""
    ends = question.options if question.kind is Kind.SCALE and question.options else (Option("", ""), Option("", ""))
    return {
        "label": question.label,
        "label_en": question.label_en,
        "help": question.help,
        "help_en": question.help_en,
        "required": question.required,
        "options": "\n".join(option.label for option in question.options),
        "options_en": "\n".join(option.label_en for option in question.options if option.label_en),
        "steps": question.steps,
        "low": ends[0].label,
        "high": ends[-1].label,
        "low_en": ends[0].label_en,
        "high_en": ends[-1].label_en,
        "condition": f"{question.when}={question.answer}" if question.when else "",
    }
