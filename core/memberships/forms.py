"""What is asked when somebody gets a role."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from core.i18n import lazy_gettext as _l
from core.memberships.models import DomainPolicy
from core.organisations.models import Organisation
from core.users.roles import ROLES
from core.web.forms import Form


def role_choices(roles: Iterable[str]) -> list[SelectChoice]:
    """Roles by title."""
    return [SelectChoice(role, ROLES[role]) for role in roles]


def organisation_choices(organisations: Iterable[Organisation]) -> list[SelectChoice]:
    """Organisations by name, with none first."""
    return [SelectChoice("", _l("Ingen")), *(SelectChoice(str(o.id), o.name) for o in organisations)]


class RoleForm(Form):
    """A role, for an organisation where there is one."""

    role = SelectField(_l("Roll"), [InputRequired(_l("Välj en roll."))], choices=())
    organisation = SelectField(_l("Organisation"), [Optional()], choices=())

    def offer(self, roles: Iterable[str], organisations: Iterable[Organisation]) -> None:
        """Say what there is to choose from."""
        self.role.choices = [SelectChoice("", _l("Välj en roll")), *role_choices(roles)]
        self.organisation.choices = organisation_choices(organisations)

    @property
    def organisation_id(self) -> int | None:
        """The chosen organisation."""
        return int(self.organisation.data) if self.organisation.data else None


class InviteForm(RoleForm):
    """An invitation."""

    email = EmailField(_l("E-postadress"), [InputRequired(_l("Skriv en e-postadress.")), Length(max=254)])
    message = TextAreaField(_l("Hälsning i mejlet"), [Optional(), Length(max=1000)])


class JoinForm(Form):
    """A request for a role."""

    email = EmailField(
        _l("Din e-postadress"),
        [InputRequired(_l("Skriv din e-postadress.")), Length(max=254)],
        description=_l("Använd adressen i ditt arbete. Vi skickar en länk dit."),
        render_kw={"autocomplete": "email"},
    )
    name = StringField(_l("Ditt namn"), [InputRequired(_l("Skriv ditt namn.")), Length(max=120)], render_kw={"autocomplete": "name"})
    organisation_name = StringField(_l("Organisation"), [InputRequired(_l("Skriv vilken organisation du företräder.")), Length(max=200)])
    role = SelectField(_l("Vad ska du göra?"), [InputRequired(_l("Välj en roll."))], choices=())
    message = TextAreaField(_l("Något mer vi behöver veta?"), [Optional(), Length(max=1000)])


class DecisionForm(RoleForm):
    """Yes or no to a request."""

    reason = TextAreaField(_l("Förklaring till den som bad om rollen"), [Optional(), Length(max=1000)])


class DomainForm(RoleForm):
    """An e-mail domain whose people belong to an organisation."""

    domain = StringField(
        _l("E-postdomän"),
        [InputRequired(_l("Skriv en domän.")), Length(max=253)],
        description=_l("Det som står efter @, till exempel kommun.se."),
    )
    policy = RadioField(
        _l("När någon med en sådan adress ber om en roll"),
        [InputRequired(_l("Välj ett av alternativen."))],
        choices=[
            SelectChoice(DomainPolicy.AUTOMATIC, _l("Ge rollen direkt")),
            SelectChoice(DomainPolicy.APPROVAL, _l("Låt en administratör godkänna")),
        ],
        coerce=DomainPolicy,
    )


class FilterForm(Form):
    """Which people to show."""

    q = StringField(_l("Namn eller e-postadress"), [Length(max=100)])
    role = SelectField(_l("Roll"), choices=())
    organisation = SelectField(_l("Organisation"), choices=())
    status = SelectField(_l("Läge"), choices=())


class ResetForm(Form):
    """Why an administrator takes away somebody's second factor."""

    reason = TextAreaField(
        _l("Varför, och hur vet du att det är rätt person?"),
        [InputRequired(_l("Skriv varför.")), Length(min=10, max=500)],
        description=_l("Står i händelseloggen."),
    )


class ReasonForm(Form):
    """Why an administrator looks at the region as somebody else."""

    reason = TextAreaField(
        _l("Varför behöver du se det som personen ser?"),
        [InputRequired(_l("Skriv varför.")), Length(min=10, max=500)],
        description=_l("Står i händelseloggen, och i mejlet som personen får efteråt."),
    )
