"""The base of every form."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import Length

from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language

DEFAULT_MAX_LENGTH = 5_000


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose texts are limited, whose errors speak the user's language, and that takes errors from services.

    CSRF is checked for every unsafe request by the application, so the form itself has no CSRF field.
    """

    class Meta:
        csrf = False

        @property
        def locales(self) -> list[str]:
            return [language()]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            if isinstance(field, StringField) and not any(isinstance(v, Length) and v.max != -1 for v in field.validators):
                field.validators = (*field.validators, TextLimit(DEFAULT_MAX_LENGTH))
            else:
                field.validators = tuple(TextLimit(v.max, v.min) if type(v) is Length else v for v in field.validators)

    def add_error(self, error: DomainError) -> None:
        """Show a service's error at its field, or above the form when it has none."""
        field = self._fields.get(error.field or "")
        if field is not None:
            field.errors = [*field.errors, error.message]
        else:
            self.form_errors.append(error.message)


class TextLimit:
    """A text length limit that says how long the text is and how much must go."""

    def __init__(self, maximum: int, minimum: int = -1) -> None:
        self.max = maximum
        self.min = minimum
        self.field_flags = {"maxlength": maximum} if maximum > 0 else {}

    def __call__(self, form: Any, field: Field) -> None:
        length = len(str(field.data or ""))  # what was not sent keeps the value of the form's object, which may be a number
        if self.max > 0 and length > self.max:
            from wtforms.validators import ValidationError

            raise ValidationError(
                _(
                    "Texten är %(n)s tecken lång och får vara högst %(max)s. Korta den med %(over)s tecken.",
                    n=length,
                    max=self.max,
                    over=length - self.max,
                )
            )
        if self.min > 0 and length < self.min:
            from wtforms.validators import ValidationError

            raise ValidationError(_("Skriv minst %(min)s tecken.", min=self.min))
