"""How values look: dates, numbers, and the small questions the macros ask of a form. Registered with Jinja by core.web."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask_babel
from flask import current_app, request, url_for
from markupsafe import Markup, escape
from wtforms import Field
from wtforms.form import BaseForm

from core.i18n import gettext as _
from core.i18n import language
from core.web.charts import bar_rows, line_chart, panel_bars

THIN_SPACE = "\u202f"
MINUS = "\u2212"
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)\]]")
_NOT_ID = re.compile(r"[^a-z0-9]+")


def format_date(value: date | datetime | None) -> str:
    """A day in words, "24 november 2026". Times are brought to the installation's time zone first; None is empty."""
    return "" if value is None else str(flask_babel.format_date(value, "d MMMM y"))


def format_datetime(value: datetime | None) -> str:
    """A moment in words, "24 november 2026 kl. 14.05", in the installation's time zone; None is empty."""
    if value is None:
        return ""
    return str(_("%(day)s kl. %(time)s", day=format_date(value), time=format_time(value)))


def format_time(value: datetime | None) -> str:
    """The time of day, "14.05" (English "14:05"); None is empty."""
    return "" if value is None else str(flask_babel.format_datetime(value, "HH:mm" if language() == "en" else "HH.mm"))


def format_number(value: float | None, decimals: int | None = None) -> str:
    """A number with thin spaces between groups of three and the language's decimal mark; None is empty.

    Args:
        decimals: How many to show. None: none for whole numbers, else as many as needed up to two.
    """
    if value is None:
        return ""
    text = f"{abs(value):,.2f}".rstrip("0").rstrip(".") if decimals is None else f"{abs(value):,.{decimals}f}"
    whole, _mark, fraction = text.partition(".")
    grouped = whole.replace(",", THIN_SPACE)
    sign = MINUS if value < 0 and text.strip("0.,") else ""
    return sign + grouped + (("." if language() == "en" else ",") + fraction if fraction else "")


def format_percent(share: float | None, decimals: int = 0) -> str:
    """A share (0–1) as per cent, "42 %" (English "42%"); None is empty."""
    if share is None:
        return ""
    return format_number(share * 100, decimals) + ("%" if language() == "en" else "\u00a0%")


def linkify(text: str) -> Markup:
    """Escaped text in which web addresses are links. Line breaks are left to CSS."""
    parts: list[Markup] = []
    position = 0
    for match in _URL.finditer(text):
        url = escape(match.group())
        parts += [escape(text[position : match.start()]), Markup('<a href="{0}">{0}</a>').format(url)]
        position = match.end()
    return Markup("").join([*parts, escape(text[position:])])


def element_id(text: Any) -> str:
    """Any text as the value of an HTML id."""
    folded = str(text).lower().translate(str.maketrans("åäöéü", "aaoeu"))
    return "id-" + (_NOT_ID.sub("-", folded).strip("-")[:60] or "x")


def field_kind(field: Field) -> str:
    """How a WTForms field is drawn: text, textarea, select, choices, boolean, file or hidden."""
    option_widget = getattr(field, "option_widget", None)
    if type(field.widget).__name__ in {"ListWidget", "TableWidget"} and option_widget is not None:
        return "choices"
    input_type = getattr(field.widget, "input_type", "")
    if input_type in {"checkbox", "file", "hidden"}:
        return "boolean" if input_type == "checkbox" else str(input_type)
    return {"TextArea": "textarea", "Select": "select"}.get(type(field.widget).__name__, "text")


def text_input(field: Field) -> dict[str, str]:
    """The input type and keyboard of a text-like field. Dates and whole numbers are text, so that slips come back as typed."""
    kind = getattr(field.widget, "input_type", "text")
    if kind == "number":
        return {"type": "text", "inputmode": "numeric" if "Integer" in field.type else "decimal"}
    if kind in {"date", "datetime-local", "month", "week", "time"}:
        return {"type": "text"}
    if kind == "email":
        return {"type": "email", "autocomplete": "email", "spellcheck": "false"}
    if kind == "tel":
        return {"type": "tel", "autocomplete": "tel"}
    return {"type": kind}


def control(field: Field, hint: Any = None, **attributes: Any) -> Markup:
    """The input of a field, tied to its hint and its error.

    Limits are never sent: a browser that cuts pasted text loses what was typed, and the server says how much must go.
    """
    described = [f"{field.id}-hint"] if hint else []
    if field_errors(field):
        described.append(f"{field.id}-error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    for limit in ("maxlength", "minlength", "min", "max", "step"):
        attributes.setdefault(limit, False)
    shown = {name.rstrip("_"): value for name, value in attributes.items() if value is not None}
    return Markup(field(**shown))  # nosec B704  # WTForms has escaped it


def is_optional(field: Field) -> bool:
    """Whether the label says "(frivilligt)": nothing demands a value. A single box to tick never says it."""
    return not field.flags.required and field_kind(field) not in {"boolean", "hidden"}


def form_errors(form: BaseForm | None) -> list[tuple[str, str]]:
    """All errors of a form in the order of its fields, as (id of the control or "", message). Nested fields included."""
    if not form:  # None, or a template variable that was not set
        return []
    found = [("", str(message)) for message in getattr(form, "form_errors", ())]
    for field in form:
        found += _field_errors(field)
    return found


def _field_errors(field: Field) -> Iterable[tuple[str, str]]:
    entries = getattr(field, "entries", None)
    if entries is not None:
        return [*((field.id, message) for message in field_errors(field)), *(error for entry in entries for error in _field_errors(entry))]
    inner = getattr(field, "form", None)
    if inner is not None and isinstance(field.errors, dict):
        return form_errors(inner)
    target = f"{field.id}-0" if field_kind(field) == "choices" else field.id
    return [(target, message) for message in field_errors(field)]


def field_errors(field: Field) -> list[str]:
    """The message shown beside a field: the first, because the others often follow from it."""
    return [str(message) for message in field.errors if not isinstance(message, dict | list | tuple)][:1]


def is_current(url: str) -> bool:
    """Whether an address is the page being shown."""
    return url.partition("?")[0] == request.path


def has_endpoint(name: str) -> bool:
    """Whether this installation has a view, such as the demo's."""
    return name in current_app.view_functions


def here() -> str:
    """The running page's address, to come back to after a choice of language or a sign-in. A post cannot be repeated by a link."""
    if request.method not in ("GET", "HEAD"):
        return request.path
    return request.full_path.rstrip("?")


def page_url(number: int) -> str:
    """The running list's address with another page number; filters stay."""
    arguments: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {}), "page": number}
    return url_for(request.endpoint or "", **arguments)


@lru_cache(maxsize=64)
def _digest(path: str, changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def asset(filename: str) -> str:
    """Address of a file in core's static folder, with its digest, so that browsers may keep it until it changes."""
    path = Path(current_app.static_folder or "") / filename
    version = _digest(str(path), path.stat().st_mtime_ns) if path.is_file() else None
    return url_for("static", filename=filename, v=version)


class Kit:
    """The macros of ui.html as a global, so that templates need no import line."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(current_app.jinja_env.get_template("ui.html").module, name)


FILTERS: dict[str, Callable[..., Any]] = {
    "date": format_date,
    "datetime": format_datetime,
    "time": format_time,
    "number": format_number,
    "percent": format_percent,
    "linkify": linkify,
    "element_id": element_id,
}
GLOBALS: dict[str, Any] = {
    "ui": Kit(),
    "field_kind": field_kind,
    "text_input": text_input,
    "control": control,
    "is_optional": is_optional,
    "form_errors": form_errors,
    "field_errors": field_errors,
    "is_current": is_current,
    "here": here,
    "has_endpoint": has_endpoint,
    "page_url": page_url,
    "asset": asset,
    "bar_rows": bar_rows,
    "line_chart": line_chart,
    "panel_bars": panel_bars,
}
