"""Small values of EMIL 3, tolerant of how sources really write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator
from pydantic_core import PydanticCustomError

from plugins.training_catalog import cleaning
from plugins.training_catalog.cleaning import Unreadable

SWEDISH, ENGLISH = "swe", "eng"


class Texts(dict[str, str]):
    """A LangString: texts by language, three letters."""

    def best(self) -> str:
        """The Swedish text, else the English, else any."""
        return self.get(SWEDISH) or self.get(ENGLISH) or next(iter(self.values()), "")

    def english(self) -> str:
        """The English text, if there is one beside the Swedish."""
        return self.get(ENGLISH, "") if self.get(SWEDISH) else ""


def fault(cause: str, detail: str = "") -> PydanticCustomError:
    """An error that names a cause of `causes.CAUSES`."""
    return PydanticCustomError(cause, cause, {"detail": detail})


def _texts(value: Any) -> Texts:
    if value is None:
        return Texts()
    if isinstance(value, str):
        return Texts({SWEDISH: value})
    if isinstance(value, dict):
        for key in ("strings", "urls"):
            if key in value:
                return _texts(value[key])
        value = [value]
    if not isinstance(value, list):
        raise fault("value")
    found = Texts()
    for item in value:
        if isinstance(item, str):
            found.setdefault(SWEDISH, item)
        elif isinstance(item, dict):
            text = next((item[key] for key in ("value", "content", "url") if isinstance(item.get(key), str)), None)
            if text is not None:
                found.setdefault(_language(item.get("lang")), text)
        elif item is not None:
            raise fault("value")
    return found


def _language(value: Any) -> str:
    try:
        return cleaning.language(value if isinstance(value, str) else "") or SWEDISH
    except Unreadable:
        return str(value)[:3].lower()


def _with(convert: Callable[[str], Any]) -> Callable[[Any], Any]:
    """A validator that hands any scalar on as text, and turns what is unreadable into a named fault."""

    def validate(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise fault("value")
        try:
            return convert(str(value))
        except Unreadable as error:
            raise fault(error.cause, error.detail) from None

    return validate


def _codes(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _code(value: Any) -> dict[str, str]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return {"type": "", "code": cleaning.line(str(value))[:60]}
    if isinstance(value, dict) and isinstance(value.get("code"), str | int):
        return {"type": cleaning.line(str(value.get("type") or ""))[:60], "code": cleaning.line(str(value["code"]))[:60]}
    raise fault("value")


def _strings(value: Any) -> list[str]:
    items = _codes(value)
    if not all(isinstance(item, str) for item in items):
        raise fault("value")
    return [cleaning.line(item) for item in items if cleaning.line(item)]


def _identifier(value: Any) -> str:
    text = cleaning.line(value) if isinstance(value, str) else ""
    if not text or len(text) > 200:
        raise fault("identifier", "200")
    return text


def _identifiers(value: Any) -> list[str]:
    # Some sources give objects with an id instead of the id.
    found = [_identifier(item.get("identifier") if isinstance(item, dict) else item) for item in _codes(value)]
    if not found:
        raise fault("missing")
    return found


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise fault("value")


LangString = Annotated[Texts, PlainValidator(_texts)]
Day = Annotated[date | None, BeforeValidator(_with(cleaning.day))]
Moment = Annotated[datetime | None, BeforeValidator(_with(cleaning.moment))]
Number = Annotated[float | None, BeforeValidator(_with(cleaning.number))]
Whole = Annotated[int | None, BeforeValidator(_with(cleaning.whole))]
Line = Annotated[str | None, BeforeValidator(_with(cleaning.line))]
Code = Annotated[dict[str, str], BeforeValidator(_code)]
Codes = Annotated[list[Code], BeforeValidator(_codes)]
Strings = Annotated[list[str], BeforeValidator(_strings)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Identifiers = Annotated[list[str], BeforeValidator(_identifiers)]
Flag = Annotated[bool | None, BeforeValidator(_flag)]
