"""A form made from a plugin's settings model, so that the page and the file accept exactly the same."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from wtforms import BooleanField, DecimalField, Field, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

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
    limits: dict[str, Any] = {}
    for constraint in info.metadata:
        for key, target in (("ge", "min"), ("le", "max")):
            if getattr(constraint, key, None) is not None:
                limits[target] = getattr(constraint, key)
    numeric = [InputRequired(), NumberRange(**limits)] if limits else [InputRequired()]
    kind = info.annotation
    if kind is bool:
        return BooleanField(label, **hint)
    if kind is int:
        return IntegerField(label, numeric, **hint)
    if kind is float:
        return DecimalField(label, numeric, places=None, **hint)
    if get_origin(kind) is Literal:
        return SelectField(label, choices=[SelectChoice(str(v), str(v)) for v in get_args(kind)], **hint)
    return StringField(label, [Optional()], **hint)


def values_from(form: Form, model: type[BaseModel], current: BaseModel) -> dict[str, Any]:
    """What to store after the form was posted: what was set before, and what has been changed now.

    A setting that nobody has touched stays unset, so that it follows the plugin's default, just as one that the file does not name.
    """
    shown = current.model_dump(mode="json")
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        value = form[name].data
        if get_origin(info.annotation) in (list, tuple):
            value = [part.strip() for part in (value or "").split(",") if part.strip()]
        elif info.annotation is float and value is not None:
            value = float(value)
        elif value is None:
            continue
        if name in current.model_fields_set or value != shown[name]:
            values[name] = value
    return values
