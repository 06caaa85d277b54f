"""What is asked of a proposal, its answer, and a comment."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.role_standards.drafting.models import PartField, Proposal
from plugins.role_standards.drafting.words import PART
from plugins.role_standards.fields import version_field
from plugins.role_standards.standards.models import TEXT_LENGTH

OF_REQUIREMENT = (PartField.TITLE, PartField.REQUIREMENT, PartField.MET_BY, PartField.VALIDATED_BY)


class ProposalForm(Form):
    """Another wording."""

    after = TextAreaField(_l("Ditt förslag"), [DataRequired(_l("Skriv ditt förslag.")), Length(max=TEXT_LENGTH)])
    reason = TextAreaField(_l("Varför?"), [Optional(), Length(max=2_000)])

    def facts(self) -> dict[str, str]:
        """What was filled in."""
        return {"after": (self.after.data or "").strip().replace("\r\n", "\n"), "reason": (self.reason.data or "").strip()}


class FieldForm(Form):
    """Which text of a requirement."""

    part = SelectField(_l("Vilken text vill du ändra?"), choices=[SelectChoice(key.value, PART[key]) for key in OF_REQUIREMENT])


class AnswerForm(Form):
    """What becomes of a proposal."""

    version = version_field()
    answer = RadioField(
        _l("Ska förslaget tas in?"),
        [InputRequired(_l("Välj om förslaget ska tas in."))],
        choices=[SelectChoice("accept", _l("Ta in förslaget i utkastet")), SelectChoice("reject", _l("Avslå förslaget"))],
    )
    reply = TextAreaField(_l("Svar"), [Optional(), Length(max=2_000)], description=_l("Behövs när förslaget avslås."))

    def __init__(self, proposal: Proposal, formdata: Any = None) -> None:
        super().__init__(formdata, data={"version": proposal.version})


class CommentForm(Form):
    """A comment."""

    text = TextAreaField(_l("Kommentar"), [DataRequired(_l("Skriv en kommentar.")), Length(max=4_000)])
