"""What is asked of those who book a place, a room or equipment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.distance_learning.centres.models import Equipment, LearningCentre, Room
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.rooms.service import MAX_WEEKS
from plugins.distance_learning.visiting.fields import ClockField, EmailField, needed
from plugins.distance_learning.visiting.times import moment


class BookForm(Form):
    """A booking. Staff say for how many weeks; others say who they are."""

    thing = SelectField(_l("Vad vill du boka?"), [needed(_l("Välj vad du vill boka."))], choices=(), coerce=str)
    day = DayField(_l("Dag"), [needed(_l("Skriv vilken dag."))])
    start = ClockField(_l("Klockslag"), [needed(_l("Skriv när det börjar.")), Length(max=20)], description=_l("Till exempel 09:00."))
    minutes = WholeField(_l("Längd i minuter"), [needed(_l("Skriv hur länge."))], limits=(15, 720))
    amount = WholeField(_l("Antal platser eller delar"), [Optional()], limits=(1, 500), description=_l("En sal bokas hel."))
    weeks = WholeField(
        _l("Antal veckor i rad"), [Optional()], limits=(1, MAX_WEEKS), description=_l("Samma tid varje vecka. Lämna tomt för en gång.")
    )
    name = StringField(_l("Namn"), [needed(_l("Skriv ditt namn.")), Length(max=120)])
    email = EmailField(
        _l("E-post"),
        [needed(_l("Skriv en e-postadress.")), Length(max=254)],
        description=_l("Vi mejlar en länk som du bekräftar med. Utan den är inget bokat."),
    )

    def __init__(
        self, centre: LearningCentre, rooms: Sequence[Room], pieces: Sequence[Equipment], *, staff: bool, formdata: Any = None
    ) -> None:
        super().__init__(formdata=formdata)
        places = [("places", _("Studieplats (%(n)s finns)", n=centre.seats))] if centre.seats else []
        self.thing.choices = [
            *places,
            *((f"room-{room.id}", _("Sal: %(name)s, %(n)s platser", name=room.name, n=room.seats)) for room in rooms),
            *((f"equipment-{each.id}", _("Utrustning: %(name)s, %(n)s finns", name=each.name, n=each.amount)) for each in pieces),
        ]
        if staff:
            del self.name, self.email
        else:
            del self.weeks

    def booking(self, centre: LearningCentre) -> RoomBooking:
        """What is asked for, from a form that is valid."""
        assert self.day.data is not None and self.start.at is not None
        kind, _dash, number = self.thing.data.partition("-")
        starts_at = moment(self.day.data, self.start.at)
        return RoomBooking(
            region_id=centre.region_id,
            centre_id=centre.id,
            room_id=int(number) if kind == "room" else None,
            equipment_id=int(number) if kind == "equipment" else None,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=self.minutes.data or 0),
            amount=1 if kind == "room" else self.amount.data or 1,
        )


class CancelForm(Form):
    """Why the centre cancels."""

    reason = TextAreaField(_l("Vad vill du säga till den som bokat?"), [Length(max=500)])
