"""The two kinds of people in the story: the strategist who runs the survey, and employers who answer it without an account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from core.clock import today
from core.demo.loop_steps.pages import Page
from core.demo.loop_steps.visitor import StepFailed, Visitor

REGION = "akademi-norr"
HOME = f"/r/{REGION}/"
NEEDS = f"{HOME}employer-needs/"
POOLING = f"{HOME}demand-pooling/"
CATALOGUE = f"{HOME}admin/training-catalog/"
OCCUPATION = "Undersköterska"
GROUP = "Undersköterskor"  # how the name of its occupation group begins
_LINK = re.compile(r"/(?:svara|sign-in)/[\w-]+$")


def letter_link(visitor: Visitor, recipient: str) -> str | None:
    """The link in the newest letter to somebody, as the demo's page of mail shows it; None while there is no letter."""
    page = visitor.get(f"{visitor.base_url}/dev/mail?to={recipient}")
    letter = next((href for href, _words in page.links if re.search(r"/dev/mail/\d+$", href)), None)
    if letter is None:
        return None
    return next((href for href, _words in visitor.get(letter).links if _LINK.search(href)), None)


@dataclass
class Strategist:
    """Somebody who works with competence supply in the region."""

    visitor: Visitor
    email: str

    def sign_in(self) -> None:
        """Ask for a one-time link, open it, and press its button."""
        self.visitor.get(f"{self.visitor.base_url}/sign-in")
        self.visitor.submit({"email": self.email})
        link = letter_link(self.visitor, self.email)
        if link is None:
            raise StepFailed(f"no letter with a link came to {self.email}")
        self.visitor.get(link)
        self.visitor.submit()
        if "Logga ut" not in self.visitor.get(self.visitor.base_url + HOME).text:
            raise StepFailed("the link was used, but nobody is signed in")

    def needs_so_far(self) -> bool:
        """Whether the region has clusters already."""
        return "Inga behov att lägga ihop än" not in self.visitor.get(self.visitor.base_url + POOLING).text

    def open_round(self, invited: str, email: str, municipality: str) -> None:
        """Make a round, invite one employer by file, and open it."""
        visitor = self.visitor
        visitor.get(visitor.base_url + NEEDS + "omgangar/ny")
        first = today()
        visitor.submit({"title": f"Slingan {first:%Y}", "opens_on": str(first), "closes_on": str(first + timedelta(days=30))})
        round_page = visitor.page.url
        visitor.follow("Bjud in med en fil")
        content = f"organisation;e-post;kommun\n{invited};{email};{municipality}\n"
        visitor.submit(file=("file", "arbetsgivare.csv", content.encode()))
        visitor.submit()
        visitor.get(round_page)
        visitor.submit()
        if "Omgången är öppen" not in visitor.page.text:
            raise StepFailed(f"the round did not open: {visitor.page.text[:300]}")

    def cluster(self) -> Page | None:
        """The page of the occupation's cluster; None while there is none."""
        page = self.visitor.get(self.visitor.base_url + POOLING)
        href = next((href for href, words in page.links if words.startswith(GROUP) and re.search(r"/\d+$", href)), None)
        return self.visitor.get(href) if href else None

    def import_courses(self, content: str) -> str:
        """Hand in a course file. Returns the address of its import."""
        self.visitor.get(self.visitor.base_url + CATALOGUE + "new")
        return self.visitor.submit({"source": "Exempelkällan", "direct": "y"}, file=("file", "kurser.csv", content.encode())).url


@dataclass
class Employer:
    """An employer with one need."""

    visitor: Visitor
    name: str
    municipality: str
    status_url: str = ""
    reference: str = ""

    def answer(self, link: str) -> None:
        """Answer the survey, one thing per page, and keep the receipt."""
        visitor = self.visitor
        visitor.get(link)
        visitor.submit()
        visitor.submit({"organisation_name": self.name, "municipality_code": self.municipality})
        visitor.follow("Lägg till ett behov")
        visitor.submit({"title": OCCUPATION})
        self._choose_occupation()
        visitor.submit({"kind": "new_recruitment", "headcount_0_1": "1"})
        visitor.submit({"municipality_code": self.municipality, "level": "upper_secondary"})
        visitor.submit({"skill_0": "Demensvård", "shortage": "4"})
        visitor.submit({"distance_acceptable": "no", "placements_offered": "1"})
        visitor.follow("Gå vidare")
        visitor.submit({"visibility": "named_to_strategists"})
        visitor.submit()
        found = re.search(r"Din referens ([\w-]+)", visitor.page.text)
        status = visitor.page.link("Se vad som händer med era behov")
        if found is None or status is None:
            raise StepFailed(f"there was no receipt: {visitor.page.text[:300]}")
        self.reference, self.status_url = found.group(1), status

    def _choose_occupation(self) -> None:
        """When the words fit several occupations, take the first that is proposed."""
        form = self.visitor.page.form("choice")
        if form is not None:
            self.visitor.submit({"choice": next(choice.value for choice in form.choices if choice.name == "choice")})

    def trail(self) -> str:
        """What the employer reads of its need."""
        return self.visitor.get(self.status_url).text
