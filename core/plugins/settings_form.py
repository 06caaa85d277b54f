"""A form made from a plugin's settings model, so that the page and the file accept exactly the same."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from wtforms import BooleanField, DecimalField, Field, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from core.errors import DomainError
from core.i18n import gettext as _
from core.plugins.plugin import Plugin
from core.plugins.settings import validate
from core.web.forms import Form


def build_form(model: type[BaseModel], current: BaseModel) -> Form:
    """The form, filled with what is stored. Lists of texts are written one per comma."""
    fields = {name: _field(name, info) for name, info in model.model_fields.items()}
    form_class = type(f"{model.__name__}Form", (Form,), fields)
    data = {
        name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in current.model_dump(mode="json").items()
    }
    form: Form = form_class(data=data)
    return form


def _field(name: str, info: Any) -> Field:
    label = info.title or info.description
    hint = {"description": info.description if info.title else ""}
    kind = info.annotation
    if kind is bool:
        return BooleanField(label, **hint)
    if kind is int:
        return IntegerField(label, [InputRequired()], **hint)
    if kind is float:
        return DecimalField(label, [InputRequired()], places=None, **hint)
    if get_origin(kind) is Literal:
        return SelectField(label, choices=[SelectChoice(str(v), str(v)) for v in get_args(kind)], **hint)
    return StringField(label, [Optional()], **hint)


def accepted(form: Form, plugin: Plugin, current: BaseModel) -> dict[str, Any] | None:
    """What to store, if the posted form is right; otherwise None, with every fault at its field. The model judges, as it does the file."""
    form.validate()
    for field in form:
        if isinstance(field, IntegerField | DecimalField) and field.errors:
            field.errors = [_("Skriv ett heltal.") if isinstance(field, IntegerField) else _("Skriv ett tal.")]
    values = _values(form, plugin.settings, current)
    for fault in validate(plugin, values)[1]:
        form.add_error(DomainError(fault.message, field=fault.key.partition(".")[0]))
    return None if form.errors else values


def _values(form: Form, model: type[BaseModel], current: BaseModel) -> dict[str, Any]:
    """What was set before, and what has been changed now.

    A setting that nobody has touched stays unset, so that it follows the plugin's default, just as one that the file does not name.
    """
    shown = current.model_dump(mode="json")
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        value = form[name].data
        if form[name].errors:
            continue
        if get_origin(info.annotation) in (list, tuple):
            value = [part.strip() for part in (value or "").split(",") if part.strip()]
        elif info.annotation is float:
            value = float(value)
        if name in current.model_fields_set or value != shown[name]:
            values[name] = value
    return values
