"""What is asked of those who offer times and groups, and of those who take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.distance_learning.support.models import StudyGroup
from plugins.distance_learning.visiting.fields import ClockField, EmailField, needed
from plugins.distance_learning.visiting.span import SpanForm

LANGUAGES: Mapping[str, Any] = {"sv": _l("Svenska"), "en": _l("Engelska")}
_MAIL_HINT = _l("Vi mejlar en länk som du bekräftar med. Utan den är inget bokat.")


class SlotForm(SpanForm):
    """A time to talk."""

    centre = SelectField(_l("Lärcentrum"), [needed()], choices=(), coerce=int)
    kind = RadioField(_l("Vad gäller tiden?"), [needed(_l("Välj vad tiden gäller."))], choices=(), coerce=str)
    day = DayField(_l("Dag"), [needed(_l("Skriv vilken dag."))])
    start = ClockField(_l("Börjar"), [needed(_l("Skriv när det börjar.")), Length(max=20)])
    stop = ClockField(_l("Slutar"), [needed(_l("Skriv när det slutar.")), Length(max=20)])
    place = StringField(_l("Plats"), [Length(max=200)], description=_l("Till exempel ett rum på lärcentrumet."))
    video_url = StringField(_l("Länk till videomöte"), [Length(max=300)], description=_l("Visas bara för den som har bokat tiden."))


class TalkForm(Form):
    """Somebody who wants to talk."""

    topic = TextAreaField(
        _l("Vad vill du prata om?"), [Length(max=500)], description=_l("Skriv kort. Skriv inget om hälsa eller annat känsligt.")
    )
    name = StringField(_l("Namn"), [needed(_l("Skriv ditt namn.")), Length(max=120)])
    email = EmailField(_l("E-post"), [needed(_l("Skriv en e-postadress.")), Length(max=254)], description=_MAIL_HINT)


class JoinForm(Form):
    """Somebody who wants to join a group."""

    name = StringField(_l("Namn"), [needed(_l("Skriv ditt namn.")), Length(max=120)])
    email = EmailField(
        _l("E-post"),
        [needed(_l("Skriv en e-postadress.")), Length(max=254)],
        description=_l("Bara lärcentrumet ser den. De andra i gruppen gör det inte."),
    )


class GroupForm(Form):
    """A study group."""

    centre = SelectField(_l("Lärcentrum"), [needed()], choices=(), coerce=int)
    title = StringField(_l("Namn på gruppen"), [needed(_l("Skriv vad gruppen heter.")), Length(max=120)])
    course = StringField(_l("Vad läser ni?"), [Length(max=200)])
    town = StringField(_l("Ort"), [needed(_l("Skriv en ort.")), Length(max=100)])
    meets = StringField(_l("När och var träffas ni?"), [Length(max=500)])
    seats = WholeField(_l("Högst antal i gruppen"), [needed(_l("Skriv hur många som får plats."))], limits=(2, 100))
    is_open = BooleanField(_l("Nya får gå med"))

    def __init__(self, group: StudyGroup | None, formdata: Any = None) -> None:
        super().__init__(formdata=formdata, obj=group)
        if group is not None:
            del self.centre

    def facts(self) -> dict[str, object]:
        """What is said of the group, from a form that is valid."""
        texts = {name: (self[name].data or "").strip() for name in ("title", "course", "town", "meets")}
        return {**texts, "seats": self.seats.data, "is_open": self.is_open.data}


class WriteForm(Form):
    """A mail to a group."""

    text = TextAreaField(_l("Meddelande till gruppen"), [needed(_l("Skriv ett meddelande.")), Length(max=1000)])


class CheckListForm(Form):
    """The region's own check-list."""

    points = TextAreaField(_l("Punkter, en på varje rad"), [Length(max=10_000)], description=_l("Lämna tomt för standardlistan."))


class SendListForm(Form):
    """Where to send the check-list."""

    email = EmailField(_l("E-post"), [needed(_l("Skriv en e-postadress.")), Length(max=254)])
