"""The form of an identity provider."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, PasswordField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.net.addresses import NotAllowed, parse
from core.users.oidc.models import IdentityProvider, NewAccounts
from core.users.roles import ROLES
from core.web.forms import Form

SCOPE = r"[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*"
MAX_LEVELS = 10
PLAIN = ("name", "issuer", "client_id", "scope", "trust_email", "default_role", "active")


class ProviderForm(Form):
    """What a region says of a provider."""

    name = StringField(
        _l("Namn som visas på inloggningssidan"), [DataRequired(_l("Skriv ett namn, till exempel kommunens.")), Length(max=80)]
    )
    issuer = StringField(
        _l("Utfärdarens adress (issuer)"), [DataRequired(_l("Skriv adressen, till exempel https://idp.kommun.se.")), Length(max=500)]
    )
    client_id = StringField(_l("Klient-id"), [DataRequired(_l("Skriv det klient-id som tjänsten har gett er.")), Length(max=255)])
    secret = PasswordField(_l("Klienthemlighet"), [Length(max=500)], render_kw={"autocomplete": "off"})
    scope = StringField(
        _l("Uppgifter som begärs (scope)"),
        [
            DataRequired(_l("Skriv minst openid.")),
            Length(max=200),
            Regexp(SCOPE + r"\Z", message=_l("Skriv ord med ett mellanslag emellan.")),
        ],
        default="openid profile email",
    )
    levels = TextAreaField(_l("Tillitsnivåer som godtas, en per rad"), [Length(max=2_000)])
    trust_email = BooleanField(_l("Lita på e-postadresserna, också när tjänsten inte säger att de är bekräftade"))
    new_accounts = RadioField(
        _l("Den som inte har något konto"),
        choices=[SelectChoice(NewAccounts.REFUSE.value, _l("släpps inte in")), SelectChoice(NewAccounts.CREATE.value, _l("får ett konto"))],
        default=NewAccounts.REFUSE.value,
    )
    default_role = SelectField(_l("Roll för nya konton"), choices=())
    active = BooleanField(_l("Visa på inloggningssidan"), default=True)

    def __init__(self, *args: Any, provider: IdentityProvider | None = None, **kwargs: Any) -> None:
        if provider is not None:
            kwargs["data"] = {
                **{
                    name: getattr(provider, name)
                    for name in ("name", "issuer", "client_id", "scope", "trust_email", "default_role", "active")
                },
                "new_accounts": provider.new_accounts.value,
                "levels": "\n".join(provider.accepted_levels),
            }
        super().__init__(*args, **kwargs)
        # An administrator's rights are given by name, never by a provider.
        roles = [SelectChoice(key, title) for key, title in ROLES.items() if key != "region_admin"]
        self.default_role.choices = [SelectChoice("", _("Ingen roll")), *roles]

    def validate_issuer(self, field: StringField) -> None:
        """An issuer is an https address without query or fragment (OpenID Connect Discovery 1.0, section 2)."""
        try:
            scheme, _host, _port = parse(field.data)
        except NotAllowed:
            raise ValidationError(_("Adressen går inte att läsa. Skriv den på formen https://idp.kommun.se.")) from None
        if scheme != "https" and not _host.endswith(("localhost", "127.0.0.1")):
            raise ValidationError(_("Adressen ska börja med https://."))
        if "?" in field.data or "#" in field.data:
            raise ValidationError(_("Adressen får inte innehålla ? eller #."))

    def validate_scope(self, field: StringField) -> None:
        """Without `openid` there is no ID token."""
        if "openid" not in field.data.split():
            raise ValidationError(_("Ordet openid måste finnas med."))

    def validate_levels(self, field: TextAreaField) -> None:
        """Few and short."""
        lines = (field.data or "").split()
        if len(lines) > MAX_LEVELS or any(len(line) > 200 for line in lines):
            raise ValidationError(_("Skriv högst %(n)s tillitsnivåer, en per rad.", n=MAX_LEVELS))

    def values(self) -> dict[str, Any]:
        """The columns."""
        return {
            "name": self.name.data.strip(),
            "issuer": self.issuer.data.strip(),
            "client_id": self.client_id.data.strip(),
            "scope": self.scope.data,
            "accepted_levels": (self.levels.data or "").split(),
            "trust_email": bool(self.trust_email.data),
            "new_accounts": NewAccounts(self.new_accounts.data),
            "default_role": self.default_role.data or "",
            "active": bool(self.active.data),
        }
