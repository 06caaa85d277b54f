"""The employer's pages. One thing per page; every message says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import EmailField, HiddenField, TelField
from wtforms.validators import Length, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.employer_needs import values
from plugins.employer_needs.forms.fields import (
    AtMost,
    ChoiceField,
    DraftForm,
    ForgivingIntegerField,
    GroupedSelect,
    LineField,
    Needed,
    ParagraphsField,
    PickField,
)
from plugins.employer_needs.occupations import GROUP, Choice, Coded, chosen, group, is_called, meant

OUTSIDE = "0"  # a municipality outside the region
OWN_WORDS = "own"
Pairs = Sequence[tuple[str, Any]]


class OrganisationForm(DraftForm):
    """Who answers."""

    orgnr = LineField(
        _l("Organisationsnummer"),
        [Length(max=40)],
        description=_l(
            "Tio siffror, till exempel 212000-1234. "
            "Har du enskild firma lämnar du fältet tomt: numret är då ett personnummer, och sådana sparar vi inte."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    organisation_name = LineField(_l("Organisationens namn"), [Length(max=200)], render_kw={"autocomplete": "organization"})
    municipality_code = PickField(_l("Kommun där ni har er huvudsakliga verksamhet"), [])

    def __init__(self, *args: Any, municipalities: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality_code.choices = [("", _("Välj kommun")), *municipalities, (OUTSIDE, _("Utanför regionen"))]
        for field in (self.organisation_name, self.municipality_code):
            field.flags.required = True


class TitleForm(DraftForm):
    """Which job it is, in the employer's words."""

    title = LineField(_l("Yrke eller jobbtitel"), [Needed(_l("Skriv vilket yrke eller jobb det gäller.")), Length(max=200)])
    title_id = HiddenField()

    def coded(self) -> Coded | None:
        """The occupation that was picked, or that the title means beyond doubt."""
        return is_called((self.title_id.data or "")[:40], self.title.data) or meant(self.title.data)


class OccupationForm(DraftForm):
    """Which occupation a title stands for, when the title does not say."""

    choice = ChoiceField(_l("Yrke som ligger närmast"), [Needed(_l("Välj det yrke som ligger närmast, eller behåll dina egna ord."))])
    group = PickField(
        _l("Yrkesgrupp som ligger närmast"), [], widget=GroupedSelect(), description=_l("Behövs bara om du behåller dina egna ord.")
    )

    def __init__(self, *args: Any, suggestions: Sequence[Choice], groups: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice.choices = [
            (each.value, each.label + (f" ({each.why})" if each.agreed or each.value.startswith(GROUP) else "")) for each in suggestions
        ] + [(OWN_WORDS, _("Inget av dem – behåll mina ord"))]
        self.group.choices = groups
        self.group.flags.required = True

    def validate_group(self, field: Any) -> None:
        """A title of one's own needs a group, or nobody could compare it."""
        if self.choice.data == OWN_WORDS and not field.data and not self.later:
            raise ValidationError(_("Välj den yrkesgrupp som ligger närmast. Då kan ditt behov jämföras med andras."))

    def coded(self) -> Coded | None:
        """What was chosen."""
        if self.choice.data == OWN_WORDS:
            return group(self.group.data or "")
        return chosen(self.choice.data or "")


class AmountForm(DraftForm):
    """Why, and how many."""

    kind = ChoiceField(_l("Varför behöver ni kompetensen?"), [Needed(_l("Välj varför ni behöver kompetensen."))])
    headcount_0_1 = ForgivingIntegerField(_l("Inom 1 år"), [AtMost(values.MAX_HEADCOUNT)])
    headcount_1_3 = ForgivingIntegerField(_l("Om 1–3 år"), [AtMost(values.MAX_HEADCOUNT)])
    headcount_3_5 = ForgivingIntegerField(_l("Om 3–5 år"), [AtMost(values.MAX_HEADCOUNT)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = list(values.NEED_KIND_CHOICE.items())

    def validate_headcount_0_1(self, field: Any) -> None:
        """Somebody must be needed, some time."""
        horizons = [self[name] for name in values.HORIZONS]
        if not self.later and all(horizon.data == 0 for horizon in horizons):
            raise ValidationError(_("Skriv hur många ni behöver på minst ett ställe. Antalet måste vara större än 0."))


class PlaceForm(DraftForm):
    """Where, and what level of education."""

    municipality_code = PickField(_l("I vilken kommun ska personerna arbeta?"), [Needed(_l("Välj kommunen där personerna ska arbeta."))])
    level = ChoiceField(_l("Vilken utbildningsnivå behövs?"), [Needed(_l("Välj den utbildningsnivå som behövs."))])

    def __init__(self, *args: Any, municipalities: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality_code.choices = [("", _("Välj kommun")), *municipalities]
        self.level.choices = list(values.LEVEL.items())


class SkillsForm(DraftForm):
    """What they need to know, and how hard they are to find. The fields `skill_0` … are added per page: see `skills_form`."""

    shortage = ChoiceField(_l("Hur svårt är det att hitta personer?"), [Needed(_l("Välj hur svårt det är att hitta personer."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shortage.choices = [(str(value), label) for value, label in values.SHORTAGE.items()]

    @property
    def skill_fields(self) -> list[Any]:
        """The text fields for skills, each followed by its hidden one."""
        return [field for field in self if field.name.startswith("skill_")]

    def skills(self) -> list[dict[str, Any]]:
        """What was written, without empties and doubles; with the id of those that were picked."""
        found: dict[str, dict[str, Any]] = {}
        for field in self.skill_fields:
            if field.type == "LineField" and field.data:
                found.setdefault(field.data.casefold(), {"label": field.data, "id": (self[field.name + "_id"].data or "")[:20] or None})
        return list(found.values())


def skills_form(count: int) -> type[SkillsForm]:
    """The form with room for `count` skills."""
    fields: dict[str, Any] = {}
    for number in range(min(count, values.MAX_SKILLS)):
        fields[f"skill_{number}"] = LineField(_("Kompetens %(n)s", n=number + 1), [Length(max=120)])
        fields[f"skill_{number}_id"] = HiddenField()
    return type("SkillsFormOf", (SkillsForm,), fields)


class TermsForm(DraftForm):
    """How they may study, what the employer can offer, and anything else."""

    distance_acceptable = ChoiceField(_l("Kan utbildningen ges på distans?"), [Needed(_l("Välj om utbildningen kan ges på distans."))])
    placements_offered = ForgivingIntegerField(
        _l("Hur många praktikplatser kan ni erbjuda per år?"),
        [AtMost(values.MAX_PLACEMENTS)],
        description=_l("LIA, APL, VFU eller annan praktik. Lämna tomt om ni inte vet."),
    )
    note = ParagraphsField(_l("Något mer vi bör veta?"), [Length(max=2_000)], description=_l("Skriv inga uppgifter om enskilda personer."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.distance_acceptable.choices = [
            ("yes", _("Ja, på distans eller med några träffar på plats")),
            ("no", _("Nej, den måste ges på plats nära oss")),
        ]


class ContactForm(DraftForm):
    """Whom to ask, and who may see whose needs they are."""

    contact_name = LineField(_l("Namn"), [Length(max=120)], render_kw={"autocomplete": "name"})
    contact_email = EmailField(
        _l("E-postadress"), [Length(max=254)], description=_l("Dit skickar vi ett kvitto, och en länk där ni ser vad som händer.")
    )
    contact_phone = TelField(_l("Telefonnummer"), [Length(max=40)])
    visibility = ChoiceField(_l("Vem får se att behoven är era?"), [Needed(_l("Välj vem som får se att behoven är era."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visibility.choices = list(values.VISIBILITY.items())


class ResumeForm(Form):
    """Where to mail the link to a draft."""

    email = EmailField(_l("E-postadress"), [Length(max=254)])
