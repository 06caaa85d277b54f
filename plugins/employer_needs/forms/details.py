"""The pages that are not asked of everybody: more about a need, the whole of it on one page, and what became of last year's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField
from wtforms.validators import Length

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.employer_needs import values
from plugins.employer_needs.forms.answer import AmountForm, PlaceForm, SkillsForm, TermsForm
from plugins.employer_needs.forms.fields import (
    AtMost,
    ChoiceField,
    DraftForm,
    LineField,
    MaybeIntegerField,
    Needed,
    PickField,
    SeveralField,
)
from plugins.employer_needs.models import CompetenceNeed
from plugins.employer_needs.values import Earlier

SEPARATOR = ","
LISTS: Mapping[str, Mapping[str, Any]] = {"licences": values.LICENCES, "languages": values.LANGUAGES}


class DetailsForm(DraftForm):
    """More about a need. Everything is optional. The fields `skill_0_importance` … are added per page: see `details_form`."""

    licences = SeveralField(_l("Krävs legitimation, körkort eller bevis?"))
    licences_other = LineField(_l("Annat bevis"), [Length(max=200)], description=_l("Skriv komma mellan om det är flera."))
    languages = SeveralField(_l("Vilka språk behövs i arbetet?"))
    languages_other = LineField(_l("Annat språk"), [Length(max=200)], description=_l("Skriv komma mellan om det är flera."))
    routes_tried = SeveralField(_l("Vad har ni gjort för att hitta personer?"))
    consequences = SeveralField(_l("Vad leder bristen till?"))
    study_forms = SeveralField(_l("Hur kan de studera?"), description=_l("Välj ingen om allt går bra."))
    pace = PickField(_l("Vilken studietakt går bra?"), [])
    sessions_max = MaybeIntegerField(_l("Hur många träffar på plats per termin går bra, som mest?"), [AtMost(values.MAX_SESSIONS)])
    travel_km = MaybeIntegerField(_l("Hur långt till en studieort går bra, i kilometer?"), [AtMost(values.MAX_TRAVEL)])
    secret = BooleanField(
        _l("Uppgifterna skadar oss om andra får veta dem"),
        description=_l(
            "Då ser bara regionens egen personal dem. "
            "Regionen prövar ändå själv om något kan lämnas ut. Bara regionen kan ta bort markeringen."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (
            ("licences", values.LICENCES),
            ("languages", values.LANGUAGES),
            ("routes_tried", values.ROUTE),
            ("consequences", values.CONSEQUENCE),
            ("study_forms", values.STUDY_FORM),
        ):
            self[name].choices = [(str(value), label) for value, label in known.items()]
        self.pace.choices = [("", _("Vilken som helst")), *((str(value), label) for value, label in values.PACE.items())]
        for name, field in self._fields.items():
            if name.endswith("_importance"):
                field.choices = [(str(value), label) for value, label in values.IMPORTANCE.items()]
            elif name.endswith("_when"):
                field.choices = list(values.AT_HIRE.items())

    def chosen(self) -> dict[str, list[str]]:
        """What was ticked, with what was written beside it."""
        said = {name: list(self[name].data or []) for name in ("routes_tried", "consequences", "study_forms")}
        for name in LISTS:
            written = [" ".join(each.split()) for each in (self[f"{name}_other"].data or "").split(SEPARATOR)]
            said[name] = list(dict.fromkeys([*(self[name].data or []), *(each for each in written if each)]))[: values.MAX_CHOSEN]
        return said

    def skills(self, count: int) -> list[tuple[int, bool]]:
        """Importance and at hire of each skill."""
        return [
            (int(self[f"skill_{n}_importance"].data or values.USUAL_IMPORTANCE), self[f"skill_{n}_when"].data != "no") for n in range(count)
        ]


def details_form(need: CompetenceNeed) -> type[DetailsForm]:
    """The form with two questions for each of the need's skills."""
    fields: dict[str, Any] = {}
    for number, skill in enumerate(need.skills):
        fields[f"skill_{number}_importance"] = PickField(_("%(skill)s: hur viktigt?", skill=skill["label"]), [])
        fields[f"skill_{number}_when"] = PickField(_("%(skill)s: när behövs det?", skill=skill["label"]), [])
    return type("DetailsFormOf", (DetailsForm,), fields)


def details_of(need: CompetenceNeed) -> dict[str, Any]:
    """What is saved in the form's fields."""
    saved: dict[str, Any] = {
        name: list(getattr(need, name)) for name in ("licences", "languages", "routes_tried", "consequences", "study_forms")
    }
    for name, known in LISTS.items():
        saved[f"{name}_other"] = f"{SEPARATOR} ".join(each for each in saved[name] if each not in known)
        saved[name] = [each for each in saved[name] if each in known]
    saved |= {"pace": str(need.pace or ""), "sessions_max": need.sessions_max, "travel_km": need.travel_km, "secret": need.secret}
    for number, skill in enumerate(need.skill_details):
        saved[f"skill_{number}_importance"] = str(skill["importance"])
        saved[f"skill_{number}_when"] = "yes" if skill["at_hire"] else "no"
    return saved


class WholeForm(AmountForm, PlaceForm, SkillsForm, TermsForm):
    """A need on one page, for who only corrects last year's."""


class EarlierForm(DraftForm):
    """What became of each need of the earlier answer. The fields `need_<id>` are added per page: see `earlier_form`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._fields.items():
            if name.startswith("need_"):
                field.choices = list(values.EARLIER.items())

    def choices(self) -> dict[int, Earlier]:
        """By need, what was said."""
        return {int(name.removeprefix("need_")): Earlier(self[name].data) for name in self._fields if name.startswith("need_")}


def earlier_form(needs: Sequence[CompetenceNeed]) -> type[EarlierForm]:
    """The form with one question for each need."""
    fields = {
        f"need_{need.id}": ChoiceField(need.title, [Needed(_("Välj vad som gäller för %(title)s nu.", title=need.title))]) for need in needs
    }
    return type("EarlierFormOf", (EarlierForm,), fields)
