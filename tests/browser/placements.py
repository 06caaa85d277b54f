"""Forty students of two schools: who they are, what they wish, and how one of them acts by the same forms, without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from core.demo.loop_steps.visitor import Visitor

REGION = "akademi-norr"
HOME = f"/r/{REGION}/internships"
PERIOD = "APL nästa termin, demo"
CLASS, SCHOOLS = 20, 2
WISHES = 6
POPULAR = 5  # places that everybody would like to have


@dataclass
class Student:
    """Somebody who is to have a placement.

    Args:
        wishes: What was wished, the best first: offers by number, with the words of the form.
        town: Where they live.
    """

    number: int
    link: str = ""
    wishes: dict[str, str] = field(default_factory=dict)
    town: str = ""

    @property
    def school(self) -> int:
        return self.number // CLASS

    @property
    def name(self) -> str:
        return f"Påhittad Elev {self.number:02}"

    @property
    def email(self) -> str:
        return f"elev{self.number:02}@exempel.example"

    @property
    def shows_papers(self) -> bool:
        return self.number % 2 == 0

    def choose(self, offered: dict[str, str]) -> dict[str, str]:
        """Two of the popular places, and then others, each student their own: no chance, and the same every time."""
        values = list(offered)
        near = [value for value, words in offered.items() if words.endswith(f", {self.town}")]
        wanted = [values[(self.number * 3 + n) % POPULAR] for n in range(2)] + near
        wanted += [values[(self.number * 7 + n * 4) % len(values)] for n in range(WISHES - len(near))]
        self.wishes = {value: offered[value] for value in dict.fromkeys(wanted)}
        return self.wishes


def students() -> list[Student]:
    """All forty."""
    return [Student(number) for number in range(CLASS * SCHOOLS)]


def letters(base: str, to: str, subject: str) -> list[str]:
    """The paths that the mails to somebody with a subject lead to, the newest first, as the demo's letter box shows them."""
    visitor = Visitor(base)
    visitor.get(f"{base}/dev/mail?to={to}")
    found = []
    for href, _words in [(href, words) for href, words in visitor.page.links if subject in words and "/dev/mail/" in href]:
        visitor.get(href)
        found += [urlsplit(link).path for link, _words in visitor.page.links if "/internships/" in link]
    return found


def wish(base: str, student: Student, offered: dict[str, str], town: str) -> None:
    """Open the link, choose, and save."""
    visitor = Visitor(base)
    visitor.get(base + student.link)
    chosen = {f"offer_{n}": value for n, value in enumerate(student.choose(offered), start=1)}
    visitor.submit({"municipality_code": town, "driving_licence": "y", **chosen})
    assert "Dina önskemål är sparade" in visitor.page.text


def accept(base: str, student: Student) -> None:
    """Say yes."""
    visitor = Visitor(base)
    visitor.get(f"{base}{student.link}/placement")
    visitor.submit({"answer": "yes"})
    assert "Du har tackat ja" in visitor.page.text


def sign(base: str, link: str, name: str, title: str = "") -> None:
    """Read an agreement and sign it, if that is still to be done."""
    visitor = Visitor(base)
    if visitor.get(base + link).link("Läs och skriv under avtalet") is None:
        return
    visitor.follow("Läs och skriv under avtalet")
    visitor.submit({"name": name, "agreed": "y"} | ({"title": title} if title else {}))
    assert "Avtalet är underskrivet för din del" in visitor.page.text
