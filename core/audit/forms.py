"""What part of the audit log to show."""

from __future__ import annotations

from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from core.audit.queries import Filter
from core.i18n import lazy_gettext as _l
from core.web.forms import Form


class AuditFilterForm(Form):
    """Filters in the address. A value that cannot be understood is passed over, never an error."""

    person = StringField(_l("Vem"), [Optional(), Length(max=120)], description=_l("Del av namn eller e-postadress"))
    action = StringField(_l("Händelse"), [Optional(), Length(max=120)], description=_l("Början av händelsens namn, som core.plugin"))
    subject = StringField(_l("Vad det gäller"), [Optional(), Length(max=160)], description=_l("Till exempel core:user:17"))
    since = DateField(_l("Från och med"), [Optional()])
    until = DateField(_l("Till och med"), [Optional()])

    def wanted(self) -> Filter:
        """The filter that the valid fields make."""
        self.validate()
        text = {name: (self[name].data or "").strip() if not self[name].errors else "" for name in ("person", "action", "subject")}
        since, until = (field.data if not field.errors else None for field in (self.since, self.until))
        return Filter(**text, since=since, until=until)

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """Names, labels and values of what is filtered on."""
        return [(field.name, str(field.label.text), str(field.data)) for field in self if field.data and not field.errors]
