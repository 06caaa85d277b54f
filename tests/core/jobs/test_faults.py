"""Failures are written down without what people typed."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import IntegrityError, StatementError

from core.jobs.faults import MAX_LENGTH, describe, trace


class Form(BaseModel):
    orgnr: int


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError("plain"), "ValueError: plain"),
        (ValueError("first\nsecond: hemligt"), "ValueError: first"),
        (KeyError("x"), "KeyError: 'x'"),
        (RuntimeError(""), "RuntimeError"),
        (ValueError("mail to bo.ek@example.org failed"), "ValueError: mail to … failed"),
        (ValueError("person 19850101-1234 and 850101 1234"), "ValueError: person … and …"),
        (ValueError("row 12, status 404"), "ValueError: row 12, status 404"),
        (
            IntegrityError("INSERT secret", {"p": "secret"}, Exception("UNIQUE constraint failed: core_user.email")),
            "IntegrityError: UNIQUE constraint failed: core_user.email",
        ),
        (StatementError("cannot bind", "SELECT secret", {"p": "secret"}, ValueError("naive time")), "StatementError: naive time"),
        (IntegrityError("x", {}, Exception("Key (name)=(Anna) exists\nmore")), "IntegrityError: Key (name)=(…) exists"),
    ],
)
def test_describe(error: Exception, text: str) -> None:
    assert describe(error) == text


def test_what_was_typed_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate({"orgnr": "hemligt"})
    assert describe(caught.value) == "ValidationError: orgnr: Input should be a valid integer, unable to parse string as an integer"


def test_it_is_short() -> None:
    assert len(describe(ValueError("å" * 5000))) == MAX_LENGTH


@pytest.mark.requirement("S49")
def test_a_trace_says_where_but_not_what() -> None:
    def fails() -> None:
        raise ValueError("bo.ek@example.org")

    with pytest.raises(ValueError) as caught:
        fails()
    assert "in fails" in trace(caught.value)
    assert trace(caught.value).endswith("ValueError: …")
