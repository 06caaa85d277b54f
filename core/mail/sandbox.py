"""The small language that mails are written in: text, `{{ variables }}`, a few filters, and `{% if variable %}` (S31).

What a region writes is checked against a list of what is allowed, so there is nothing in it that could loop, call or look
inside an object: a text takes no longer than its length. Jinja's sandbox is the second fence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.i18n import gettext as _
from core.plugins.declarations import MailVariable

MAX_SUBJECT = 200
MAX_BODY = 10_000
MAX_RENDERED = 50_000
FILTERS = frozenset({"upper", "lower", "capitalize", "trim"})
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Filter, nodes.If, nodes.Not, nodes.And, nodes.Or)
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")

# Mail is plain text, so nothing is escaped; the web shows it as text.
# Not optimised: the optimiser works out `'x' * 10**9` while it compiles.
_environment = ImmutableSandboxedEnvironment(  # nosec B701
    undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, optimized=False
)
_environment.globals.clear()
_environment.filters = {name: _environment.filters[name] for name in FILTERS}


def faults(subject: str, body: str, variables: Sequence[MailVariable]) -> list[tuple[str, str]]:
    """What is wrong with a subject and a body, as (field, sentence); empty when they can be used."""
    found = [("subject", message) for message in _text_faults(subject, MAX_SUBJECT, variables)]
    if not subject.strip():
        found.append(("subject", _("Skriv ett ämne.")))
    if any(ord(char) < 32 for char in subject):
        found.append(("subject", _("Ämnet ska vara en enda rad.")))
    found += [("body", message) for message in _text_faults(body, MAX_BODY, variables)]
    if not found:
        used = _names(body)
        found += [
            ("body", _("Texten måste innehålla %(variable)s. Utan den går mejlet inte att använda.", variable="{{ " + v.name + " }}"))
            for v in variables
            if v.required and v.name not in used
        ]
    return found


def _text_faults(text: str, limit: int, variables: Sequence[MailVariable]) -> list[str]:
    if len(text) > limit:
        return [_("Texten är %(n)s tecken lång och får vara högst %(max)s.", n=len(text), max=limit)]
    try:
        tree = _environment.parse(text)
        if fault := _forbidden(tree, variables):
            return [fault]
        _environment.from_string(text)  # what only the compiler finds, such as an unknown filter
    except TemplateSyntaxError as error:
        return [_("Texten går inte att läsa på rad %(line)s. Kontrollera att alla klamrar är i par.", line=error.lineno)]
    except (TemplateError, RecursionError, SyntaxError, MemoryError):
        return [_("Texten går inte att läsa. Kontrollera att alla klamrar är i par.")]
    return []


def _forbidden(tree: nodes.Template, variables: Sequence[MailVariable]) -> str | None:
    """The first thing in a text that is none of what is allowed. Asked before anything is compiled."""
    known = {variable.name for variable in variables}
    for node in _walk(tree):
        if isinstance(node, nodes.Name) and node.name not in known:
            return _("Variabeln %(name)s finns inte. De som finns står på sidan.", name=node.name)
        if isinstance(node, nodes.Filter) and (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None):
            return _("Använd bara variabler och villkor i texten.")
        if not isinstance(node, _ALLOWED):
            return _("Använd bara variabler och villkor i texten.")
    return None


def _walk(tree: nodes.Node) -> list[nodes.Node]:
    """Every node, without recursion: a text may be nested as deep as it is long."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += list(node.iter_child_nodes())
    return found


def _names(text: str) -> set[str]:
    """Variables that are always written out: those inside a condition may be left out."""
    tree = _environment.parse(text)
    return {node.name for output in tree.body if isinstance(output, nodes.Output) for node in _walk(output) if isinstance(node, nodes.Name)}


def render(subject: str, body: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Subject on one line, and body without gaps where a variable was empty.

    Raises:
        TemplateError: a variable is missing, or the text is none that `faults` accepts.
    """
    plain = {name: str(value) for name, value in values.items()}
    heading = " ".join(_environment.from_string(subject).render(plain).split())[:MAX_SUBJECT]
    text = _environment.from_string(body).render(plain).replace("\r\n", "\n").replace("\r", "\n")
    return heading, _BLANK_LINES.sub("\n\n", text).strip()[:MAX_RENDERED] + "\n"
