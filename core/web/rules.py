"""Rules of addresses that are made ready for writing addresses when somebody writes one.

Werkzeug compiles two functions per rule when the rule is added: with six hundred rules that is a sixth of every start, and of every
command, and few of them are ever called in one process. Reading addresses (matching) is not touched.
"""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule whose address-writing function is compiled at its first use."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            if not made:
                made.append(compile_now(append_unknown))
            return made[0](rule, **values)

        return build
