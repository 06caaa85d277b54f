"""`samkraft demo loop`: one need's way from an employer's form to a class and a course, and back to the employer.

Nothing is simulated. The application is started as `samkraft run` starts it, and used over HTTP with cookies and forms; each step is
verified by what a person would see, and the outbox by a look into the database.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import NoReturn, TypeVar

from core.clock import today
from core.demo.loop_steps import outbox
from core.demo.loop_steps.application import Application, data_folder, running
from core.demo.loop_steps.pages import Page
from core.demo.loop_steps.people import NEEDS, REGION, Employer, Strategist, letter_link
from core.demo.loop_steps.visitor import StepFailed, Visitor

T = TypeVar("T")
STOPPING = 5.0  # of these kept for stopping and clearing away
AT_THE_SAME_TIME = 4  # employers
ADDRESS = "slingan@demo.samkraft.example"
INVITED = ("Exempelhemmet i Norsjö AB", "hr@exempelhemmet.example", "Norsjö", "2417")
PUBLISHED = "employer_needs.need_published.v1"
COURSE = "Vård och omsorg, samlad utbildning"
# Eleven more employers in six other municipalities, all within reach of each other's middle.
OTHERS = [
    ("Lycksele", "2481", 3),
    ("Skellefteå", "2482", 3),
    ("Storuman", "2421", 2),
    ("Åsele", "2463", 1),
    ("Vilhelmina", "2462", 1),
    ("Sorsele", "2422", 1),
]


def run_loop(*, data: Path | None, port: int | None, seconds: float, verbose: bool, say: Callable[[str], object]) -> int:
    """Tell the story. Returns 0, or 1 with the name of the step that did not happen.

    Args:
        data: The data folder, kept; a temporary one when None.
        port: The web server's port; a free one when None.
        seconds: How long all of it may take.
        verbose: Show the application's own log.
        say: Called with each line.
    """
    before = signal.signal(signal.SIGTERM, _terminated)
    story = _Story(say, port, verbose, seconds)
    try:
        with ExitStack() as stack:
            folder = stack.enter_context(data_folder(data))
            story.tell(stack, folder)
    except StepFailed as failure:
        say(f"\nFAILED at step {story.number}, {story.title}: {failure}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Everything it started has been stopped too.")
        return 130
    finally:
        signal.signal(signal.SIGTERM, before)
    say(
        f"\nThe loop is closed, in {story.elapsed():.0f} seconds; all processes are stopped"
        + ("." if data else " and the folder is removed.")
    )
    return 0


def _terminated(_signum: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


@dataclass
class _Story:
    """The steps, in order; each says what happened, or raises StepFailed."""

    say: Callable[[str], object]
    port: int | None
    verbose: bool
    seconds: float
    number: int = 0
    title: str = "prepare"
    begun: float = field(default_factory=time.monotonic)

    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.begun

    def step(self, title: str) -> None:
        """Begin a step."""
        self.number += 1
        self.title = title
        self.say(f"{self.number:>2}. {title}  [{self.elapsed():.1f} s]")

    def note(self, text: str) -> None:
        """Say what happened in the step."""
        self.say(f"      {text}")

    def wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Look again until it is there.

        Raises:
            StepFailed: when the time for the whole loop is up.
        """
        while True:
            found = look()
            if found:
                return found
            if self.elapsed() > self.seconds - STOPPING:
                raise StepFailed(f"{what} did not happen within the {self.seconds:.0f} seconds of the loop")
            time.sleep(0.15)

    def tell(self, stack: ExitStack, folder: Path) -> None:
        """All steps."""
        self.step("The application starts: web, worker, relay, scheduler and queue, in an empty data folder")
        app = stack.enter_context(running(folder, port=self.port, timeout=self.seconds / 2, verbose=self.verbose))
        self.note(f"{app.url} answers; data in {folder}")
        strategist = self._survey(app)
        first = self._first_answer(app)
        self._outbox(app, first)
        self._one_alone(strategist, first)
        self._eleven_more(app)
        self._class(strategist)
        self._course(strategist)
        self._trail(first)

    def _survey(self, app: Application) -> Strategist:
        self.step("A strategist signs in by a mailed link, opens a survey round, and invites an employer by file")
        app.command("users", "grant", ADDRESS, REGION, "region_admin", "--name", "Slingans Strateg")
        strategist = Strategist(Visitor(app.url), ADDRESS)
        strategist.sign_in()
        if strategist.needs_so_far():
            raise StepFailed(f"{app.data} holds needs already, so nothing could be shown. Choose an empty folder with --data.")
        name, email, place, _code = INVITED
        strategist.open_round(name, email, place)
        self.note(f"the round is open; {name} is invited")
        return strategist

    def _first_answer(self, app: Application) -> Employer:
        self.step("The employer opens the mailed link and answers, one thing per page, without an account")
        name, email, place, code = INVITED
        link = self.wait("the invitation's letter", lambda: letter_link(Visitor(app.url), email))
        employer = Employer(Visitor(app.url), name, code)
        employer.answer(link)
        self.note(f"{employer.visitor.requests} requests later: receipt {employer.reference} for one person in {place}")
        return employer

    def _outbox(self, app: Application, first: Employer) -> None:
        self.step("The answer left a row in the outbox, in its own transaction")
        promised = [row for row in outbox.rows(app.data, name=PUBLISHED) if row.payload.get("reference") == first.reference]
        if len(promised) != 1:
            raise StepFailed(f"there are {len(promised)} rows for {PUBLISHED} of {first.reference}, not one")
        self.note(f"row {promised[0].id}: {PUBLISHED}, written {promised[0].created_at}")
        self.step("The worker delivers it")
        deliveries = self.wait("the delivery", lambda: _all_done(outbox.rows(app.data, parent=promised[0].id)))
        for row in deliveries:
            self.note(f"row {row.id}: {row.name} {row.outcome} {row.done_at}")
            if row.outcome != "done":
                raise StepFailed(f"{row.name} ended as {row.outcome}")

    def _one_alone(self, strategist: Strategist, first: Employer) -> None:
        self.step("Alone it is a cluster below the threshold")
        page = self.wait("the cluster", strategist.cluster)
        self.note(f"“{_must(page, r'1 av minst 12')}”, “{_must(page, r'11 personer saknas till en klass')}”")
        self.wait("the employer's first line of news", lambda: "11 saknas för en klass" in first.trail())
        self.note("the employer reads: “11 saknas för en klass.”")

    def _eleven_more(self, app: Application) -> None:
        count = sum(number for _place, _code, number in OTHERS)
        self.step(f"{count} more employers in {len(OTHERS)} municipalities answer by the region's open link")
        places = [(place, code) for place, code, employers in OTHERS for _ in range(employers)]
        others = [Employer(Visitor(app.url), f"Demo Omsorg {number} i {place}", code) for number, (place, code) in enumerate(places, 1)]
        with ThreadPoolExecutor(max_workers=AT_THE_SAME_TIME) as pool:
            list(pool.map(lambda employer: employer.answer(app.url + NEEDS + "svara"), others))
        self.note(", ".join(f"{place} {employers}" for place, _code, employers in OTHERS))
        self.note(f"{sum(other.visitor.requests for other in others)} requests; receipts {others[0].reference} to {others[-1].reference}")

    def _class(self, strategist: Strategist) -> None:
        self.step("Together they are enough for a class")
        page = self.wait("the class", lambda: _with(strategist.cluster(), "Gruppen räcker precis till en klass"))
        facts = [_must(page, pattern) for pattern in (r"12 av minst 12", r"Arbetsgivare 12", r"Kommuner 7", r"\S+ är vald för att [^.]+\.")]
        self.note("; ".join(f"“{fact}”" for fact in facts))

    def _course(self, strategist: Strategist) -> None:
        self.step("A course file is handed in, and read by the worker")
        start = today() + timedelta(days=120)
        address = strategist.import_courses(
            "Namn;Utbildningsanordnare;Kurskod;Startdatum;Kommunkod;Distans\n"
            f"{COURSE};Exempelskolan Lycksele;VO1;{start};2481;nej\n"
            f"Keramik, fortsättning;Exempelskolan Lycksele;KE1;{start};2481;nej\n"
        )
        self.wait("the import", lambda: _with(strategist.visitor.get(address), "Inga fel. Alla rader är inlästa."))
        self.note("2 rows read, no faults")
        self.step("The matching course stands beside the class, and the other does not")
        page = self.wait("the course beside the cluster", lambda: _with(_with(strategist.cluster(), COURSE), "Hittad"))
        if "Keramik" in page.text:
            raise StepFailed("the course in ceramics was taken for a match")
        self.note(f"“{COURSE}”, Exempelskolan Lycksele: “{_must(page, r'Ges i Lycksele, där behovet finns')}”")

    def _trail(self, first: Employer) -> None:
        self.step("The first employer sees what has become of its need")
        wanted = ["Mottaget", "Ingår i en grupp", "Gruppen räcker till en klass", "Utbildning hittad", COURSE]
        self.wait("the employer's news of class and course", lambda: all(words in first.trail() for words in wanted))
        text = first.trail()
        for heading in sorted(wanted[:4], key=text.index):
            after = text[text.index(heading) + len(heading) :]
            self.note(f"{heading}: “{after.strip().partition('.')[0]}.”")


def _all_done(rows: list[outbox.OutboxRow]) -> list[outbox.OutboxRow] | None:
    return rows if rows and all(row.done_at for row in rows) else None


def _with(page: Page | None, words: str) -> Page | None:
    return page if page is not None and words in page.text else None


def _must(page: Page, pattern: str) -> str:
    """The words on a page that a pattern finds.

    Raises:
        StepFailed: when they are not there.
    """
    found = re.search(pattern, page.text)
    if found is None:
        raise StepFailed(f"{page.url} does not say '{pattern}'. It says: {page.text[:800]}")
    return found.group()
