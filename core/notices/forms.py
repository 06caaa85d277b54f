"""The choices of a person: one field per kind of notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import SelectChoice, SelectField

from core.i18n import gettext as _
from core.notices import service
from core.notices.deliveries import OfferedKind, delivery_of
from core.notices.models import Delivery
from core.users.models import User
from core.web.forms import Form


def _name(kind: str) -> str:
    return kind.replace(".", "__")


def choices_form(kinds: Sequence[OfferedKind], chosen: Mapping[str, Delivery]) -> Form:
    """A form with a field for each kind that can be chosen."""
    fields: dict[str, Any] = {}
    options = [
        SelectChoice(Delivery.DIGEST.value, _("I dagens mejl")),
        SelectChoice(Delivery.NOW.value, _("Som mejl genast")),
        SelectChoice(Delivery.IN_APP.value, _("Bara här på webbplatsen")),
        SelectChoice(Delivery.OFF.value, _("Inte alls")),
    ]
    for offer in kinds:
        if not offer.kind.required:
            default = delivery_of(offer.kind, chosen.get(offer.kind.name)).value
            fields[_name(offer.kind.name)] = SelectField(
                offer.kind.title, choices=options, default=default, description=offer.kind.description
            )
    return type("ChoicesForm", (Form,), fields)()  # type: ignore[no-any-return]


def fields_by_owner(kinds: Sequence[OfferedKind], form: Form) -> list[tuple[Any, list[Any], list[OfferedKind]]]:
    """For the page: the plugin's title, the fields of its kinds, and its kinds that always come."""
    found: dict[str, tuple[Any, list[Any], list[OfferedKind]]] = {}
    for offer in kinds:
        _title, fields, fixed = found.setdefault(offer.owner, (offer.owner_title or _("Samkraft"), [], []))
        if offer.kind.required:
            fixed.append(offer)
        else:
            fields.append(form[_name(offer.kind.name)])
    return list(found.values())


def apply_choices(user: User, kinds: Sequence[OfferedKind], form: Form) -> None:
    """Remember what was chosen. What is as the default, and was never chosen, stays unchosen and follows the default."""
    from core.notices.queries import choices

    before = choices(user)
    for offer in kinds:
        if offer.kind.required:
            continue
        wanted = Delivery(form[_name(offer.kind.name)].data)
        if wanted is not delivery_of(offer.kind, before.get(offer.kind.name)):
            service.choose(user=user, kind=offer.kind.name, delivery=wanted)
