"""A page as a visitor without JavaScript meets it: its words, its links, and its forms with what they hold. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Choice:
    """A radio button or check box: its value, its words, and whether it is chosen."""

    name: str
    value: str
    chosen: bool


@dataclass
class PageForm:
    """A form: where it goes, what it holds, and what can be chosen."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    choices: list[Choice] = field(default_factory=list)


@dataclass
class Page:
    """A page that has been read."""

    url: str
    status: int
    text: str
    links: list[tuple[str, str]]
    forms: list[PageForm]
    headings: list[str]

    def form(self, *names: str) -> PageForm | None:
        """The first form that has all these controls; without names, the first that posts and is not the sign-out button."""
        for form in self.forms:
            if names and set(names) <= form.names:
                return form
            if not names and form.method == "post" and not form.action.endswith("/sign-out"):
                return form
        return None

    def link(self, words: str) -> str | None:
        """The address of the first link with these words in its text."""
        return next((href for href, text in self.links if words in text), None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[PageForm] = []
        self.headings: list[str] = []
        self._form: PageForm | None = None
        self._select = ""
        self._textarea = ""
        self._open: list[tuple[str, list[str], str]] = []  # tag, its words, its href
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "style"):
            self._silent += 1
        elif tag in ("a", "h1", "h2", "h3"):
            self._open.append((tag, [], given.get("href", "")))
        elif tag == "form":
            self._form = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "option" and self._select and self._form is not None:
            if "selected" in given or self._select not in self._form.values:
                self._form.values[self._select] = given.get("value", "")
        elif self._form is not None and given.get("name"):
            self._control(self._form, tag, given)

    def _control(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = ""
        elif tag == "input" and kind in ("radio", "checkbox"):
            form.choices.append(Choice(name, given.get("value", "on"), "checked" in given))
            if "checked" in given:
                form.values[name] = given.get("value", "on")
        elif tag == "input" and kind not in ("submit", "file"):
            form.values[name] = given.get("value", "")
        form.names.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""
        elif self._open and self._open[-1][0] == tag:
            _tag, words, href = self._open.pop()
            text = " ".join("".join(words).split())
            if tag == "a":
                self.links.append((href, text))
            else:
                self.headings.append(text)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.words.append(data)
        for _tag, words, _href in self._open:
            words.append(data)
        if self._textarea and self._form is not None:
            self._form.values[self._textarea] += data


def read_page(html: str, *, url: str, status: int) -> Page:
    """Read a page's HTML."""
    reader = _Reader()
    reader.feed(html)
    return Page(url, status, " ".join(" ".join(reader.words).split()), reader.links, reader.forms, reader.headings)
