"""Sixty employers in seventeen municipalities, and how one of them answers: in the browser, or by the same forms without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from core.demo.loop_steps.visitor import Visitor

REGION = "akademi-norr"
HOME = f"/r/{REGION}/"
FORM = f"{HOME}employer-needs/svara"
MUNICIPALITIES = (
    *("2482", "2506", "2505", "2425", "2523", "2510", "2584", "2282", "2521"),
    *("2481", "2417", "2283", "2422", "2421", "2313", "2462", "2463"),
)
# Words that people use for an occupation; the first four are asked for by seven employers each, the others by four.
TITLES = (
    *("vårdbiträde", "lastbilsförare", "svetsare", "skogsmaskinförare"),
    *("kock", "snickare", "barnskötare", "lokalvårdare", "servitör", "väktare", "personlig assistent", "elevassistent"),
)
WANTED_BY_MANY, MANY, FEW = 4, 7, 4


@dataclass(frozen=True)
class Employer:
    """An employer with one need."""

    number: int
    title: str
    headcount: int

    @property
    def name(self) -> str:
        return f"Påhittade firman {self.number} AB"

    @property
    def email(self) -> str:
        return f"firma{self.number}@exempel.example"

    @property
    def municipality(self) -> str:
        return MUNICIPALITIES[self.number % len(MUNICIPALITIES)]


def employers() -> list[Employer]:
    """All sixty: enough people for a class in four occupations, too few in eight."""
    titles = [title for place, title in enumerate(TITLES) for _ in range(MANY if place < WANTED_BY_MANY else FEW)]
    return [Employer(number, title, 2 if TITLES.index(title) < WANTED_BY_MANY else 1) for number, title in enumerate(titles)]


class Answerer:
    """Answers the survey. What is sent on each page is the same, whoever sends it."""

    def __init__(self, send: Callable[[dict[str, str]], None], follow: Callable[[str], None]) -> None:
        self.send = send
        self.follow = follow

    def answer(self, employer: Employer) -> None:
        """From the first page to the receipt."""
        self.send({})
        self.send({"organisation_name": employer.name, "municipality_code": employer.municipality})
        self.follow("Lägg till ett behov")
        self.send({"title": employer.title})
        self.send({"kind": "new_recruitment", "headcount_0_1": str(employer.headcount)})
        self.send({"municipality_code": employer.municipality, "level": "upper_secondary"})
        self.send({"shortage": "4"})
        self.send({"distance_acceptable": "yes", "placements_offered": "1"})
        self.follow("Gå vidare")
        self.send({"contact_email": employer.email, "visibility": "named_in_dossiers"})
        self.send({})


def by_forms(base_url: str) -> tuple[Visitor, Answerer]:
    """Somebody whose browser runs no scripts."""
    visitor = Visitor(base_url)

    def send(values: dict[str, str]) -> None:
        visitor.submit(values)
        form = visitor.page.form("choice")
        if form is not None:  # the words fit several occupations
            visitor.submit({"choice": next(choice.value for choice in form.choices if choice.name == "choice")})

    return visitor, Answerer(send, lambda words: visitor.follow(words) and None)


def in_browser(page: Page) -> Answerer:
    """Somebody with an ordinary browser."""

    def send(values: dict[str, str]) -> None:
        for name, value in values.items():
            field = page.locator(f"main [name={name}]").first
            if field.evaluate("f => f.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") == "radio":
                page.locator(f"main [name={name}][value='{value}']").check(force=True)
            else:
                field.fill(value)
                field.press("Escape")  # closes the suggestions, which may lie over the button
        page.locator("main form button[type=submit]").first.click()
        if page.locator("main [name=choice]").count():
            page.locator("main [name=choice]").first.check(force=True)
            page.locator("main form button[type=submit]").first.click()

    return Answerer(send, lambda words: page.get_by_role("link", name=words).first.click())
