"""The forms of a letter of intent: what is promised about a need, the signature, and taking it back."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, TelField
from wtforms.validators import Length, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.employer_needs.commitments.models import Commitment, CommitmentKind
from plugins.employer_needs.commitments.words import KINDS, PERIODS
from plugins.employer_needs.forms.fields import (
    AtMost,
    ForgivingDateField,
    ForgivingIntegerField,
    LineField,
    Needed,
    ParagraphsField,
    PickField,
)


class PromiseForm(Form):
    """What is promised about a need: for each kind an amount and what it is counted for. Empty is no promise."""

    later = False
    hire = ForgivingIntegerField()
    hire_period = PickField("", [])
    placements = ForgivingIntegerField()
    placements_period = PickField("", [])
    steering_group = BooleanField()
    lecturer = ForgivingIntegerField()
    lecturer_period = PickField("", [])
    paid_study_time = ForgivingIntegerField(description=_l("Timmar per vecka, högst 40."))
    co_funding = ForgivingIntegerField()
    co_funding_period = PickField("", [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, words in KINDS.items():
            field = self[kind.value]
            field.label.text = str(words.question)
            if not words.tick:
                field.validators = (*field.validators, AtMost(words.most))
            if f"{kind.value}_period" in self:
                period = self[f"{kind.value}_period"]
                period.choices = [(each, PERIODS[each]) for each in words.periods]
                period.label.text = _("%(kind)s: när eller hur ofta?", kind=words.title)

    def validate(self, extra_validators: Any = None) -> bool:
        """As usual, and something must be promised."""
        valid = bool(super().validate(extra_validators))
        if valid and not self.promised():
            self.hire.errors = [_("Fyll i minst ett åtagande, eller gå tillbaka.")]
        return valid and not self.hire.errors

    def promised(self) -> dict[CommitmentKind, tuple[int, str]]:
        """By kind, how much and counted for what."""
        found = {}
        for kind, words in KINDS.items():
            amount = int(self[kind.value].data or 0)
            if amount:
                chosen = self[f"{kind.value}_period"].data if f"{kind.value}_period" in self else ""
                found[kind] = (amount, chosen or (words.periods[0] if words.periods else ""))
        return found


def promised_before(commitments: list[Commitment]) -> dict[str, Any]:
    """What stands in the form of what has been promised already."""
    said: dict[str, Any] = {}
    for each in commitments:
        said[each.kind.value] = True if KINDS[each.kind].tick else each.amount
        said[f"{each.kind.value}_period"] = each.period
    return said


class SignForm(Form):
    """The signature of one person for the organisation."""

    later = False
    person_name = LineField(_l("Ditt namn"), [Needed(_l("Skriv ditt namn.")), Length(max=120)], render_kw={"autocomplete": "name"})
    person_title = LineField(
        _l("Din befattning"), [Needed(_l("Skriv din befattning.")), Length(max=120)], render_kw={"autocomplete": "organization-title"}
    )
    person_email = EmailField(_l("E-postadress"), [Needed(_l("Skriv din e-postadress, så att du får en kopia.")), Length(max=254)])
    person_phone = TelField(_l("Telefonnummer"), [Length(max=40)])
    agreed = BooleanField(_l("Jag får företräda organisationen och undertecknar avsiktsförklaringen"))

    def validate_agreed(self, field: Any) -> None:
        """Nobody signs without saying so."""
        if not field.data:
            raise ValidationError(_("Kryssa i rutan för att underteckna."))


class EnterForm(PromiseForm, SignForm):
    """A letter that was signed on paper, entered by the region's staff."""

    signed_on = ForgivingDateField(_l("Undertecknad den"), [Needed(_l("Skriv vilken dag den undertecknades."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_name.label.text = _("Vem har undertecknat?")
        self.person_title.label.text = _("Befattning")
        self.agreed.label.text = _("Vi har den undertecknade avsiktsförklaringen på papper eller som fil")

    def validate_agreed(self, field: Any) -> None:
        """What is entered must have been signed."""
        if not field.data:
            raise ValidationError(_("Kryssa i att ni har den undertecknade avsiktsförklaringen."))


class WithdrawForm(Form):
    """Why a letter is taken back."""

    reason = ParagraphsField(_l("Varför?"), [Length(max=500)], description=_l("Skriv inga uppgifter om enskilda personer."))
