"""A round of placements, told by those who take part in it, each in a browser of their own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, expect

from core.demo.loop_steps.visitor import Visitor
from core.testing.live import Site
from plugins.internships.matching.format import parse
from plugins.internships.matching.result import parse_result
from plugins.internships.matching.verifier import verify
from tests.browser.inspection import Inspector
from tests.browser.placements import CLASS, HOME, PERIOD, REGION, Student, letters, sign, students, wish

BUTTON = "main form button[type=submit]"
TRAVEL = "300"
TOWNS = 12
MOST_TABS = 60


class Round:
    """One round, from collection to signed agreements, step by step."""

    def __init__(self, site: Site, chromium: Browser, visited: set[str], coordinator: str) -> None:
        self.site, self.chromium, self.visited = site, chromium, visited
        self.people = students()
        self.inspectors: list[Inspector] = []
        self.period = ""
        self.coordinates = coordinator
        self.coordinator = self.somebody(coordinator)
        self.anybody = self._open()  # somebody with nothing but a mailed link
        self.plain = self._open(scripts=False)
        self.offered: dict[str, str] = {}
        self.homes: dict[str, str] = {}
        self.run, self.placed = "", 0

    def somebody(self, who: str) -> Page:
        """A demo person, signed in."""
        page = self._open()
        page.goto(self.site.url + self.site.sign_in_path(who, REGION))
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_load_state("load")
        return page

    def _open(self, *, scripts: bool = True) -> Page:
        page = self.chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts).new_page()
        page.set_default_timeout(10_000)
        self.inspectors.append(Inspector(self.site, page, self.visited))
        return page

    def look(self, page: Page) -> None:
        """Axe in light, in the dark and on a phone."""
        next(one for one in self.inspectors if one.page is page).look(scripts=page is not self.plain)

    def go(self, page: Page, path: str) -> None:
        """Open a page, and look at it. One that waits for a job loads itself anew, maybe at that very moment."""
        try:
            page.goto(self.site.url + path)
        except Error as interrupted:
            if "interrupted by another navigation" not in str(interrupted):
                raise
            page.wait_for_load_state()
            page.goto(self.site.url + path)
        self.look(page)

    def menu(self, page: Page, words: str) -> None:
        """Follow an entry of the region's menu, wherever the menu has room for it."""
        page.goto(f"{self.site.url}/r/{REGION}/")
        path = page.locator("header a", has_text=re.compile(f"^\\s*{words}\\s*$")).first.get_attribute("href")
        assert path, f"no entry {words}"
        page.goto(self.site.url + path)

    def path(self, page: Page) -> str:
        return urlsplit(page.url).path

    # --- Collection

    def collect(self) -> None:
        """The coordinator reads what there is, and lets people travel farther than the kind says."""
        page = self.coordinator
        self.menu(page, "Praktikperioder")
        self.look(page)
        page.get_by_role("link", name=PERIOD).click()
        self.period = self.path(page)
        stats = page.locator("main").inner_text()
        assert re.search(r"55\s+Platser|Platser\s+55", stats), stats
        assert re.search(r"12\s+Kommuner|Kommuner\s+12", stats), stats
        self.look(page)
        page.get_by_role("link", name="Ändra perioden").click()
        page.locator("[name=travel_limit_km]").fill(TRAVEL)
        self.look(page)
        page.get_by_role("button", name="Spara").click()
        expect(page.locator("main")).to_contain_text(f"{TRAVEL} km")

    def enter(self, school: int, page: Page) -> None:
        """A school pastes its class."""
        self.menu(page, "Sökande")
        page.get_by_role("link", name="Lägg in en klass").first.click()
        page.locator("[name=period_id]").select_option(label=PERIOD) if page.locator("[name=period_id] option").count() > 1 else None
        page.locator("[name=programme]").fill("Vård och omsorg")
        rows = [f"{one.name}\t{one.email}" for one in self.people if one.school == school]
        page.locator("[name=people]").fill("\n".join([*rows, "Påhittad Elev utan adress"]))
        page.locator(BUTTON).first.click()
        expect(page.locator("main")).to_contain_text("Rad 21: skriv ett namn, semikolon och en hel e-postadress")
        self.look(page)
        page.locator("[name=people]").fill("\n".join(rows))
        page.locator(BUTTON).first.click()
        expect(page.locator("main")).to_contain_text("20 sökande är inlagda")
        self.look(page)

    def shown_papers(self, page: Page) -> None:
        """A school writes down who has shown an extract from the register: every other, the first of them in the browser."""
        first = next(one for one in self.people if one.shows_papers)
        self.menu(page, "Sökande")
        page.get_by_role("link", name=first.name).click()
        self.look(page)
        page.get_by_role("link", name="Ändra", exact=True).click()
        page.locator("[name=documents]").fill("Utdrag ur belastningsregistret")
        self.look(page)
        page.get_by_role("button", name="Spara").click()
        expect(page.locator("main")).to_contain_text("Utdrag ur belastningsregistret")
        visitor = Visitor(self.site.url)
        visitor.get(self.site.url + self.site.sign_in_path(self.coordinates, REGION))
        visitor.submit()
        for number in (1, 2):
            listed = visitor.get(f"{self.site.url}{HOME}/applicants?period={self.period.rpartition('/')[2]}&page={number}").links
            for one in [one for one in self.people if one.shows_papers and one is not first]:
                if path := next((href for href, words in listed if words == one.name), None):
                    visitor.get(f"{self.site.url}{path}/edit")
                    visitor.submit({"documents": "Utdrag ur belastningsregistret"})

    def step(self, words: str) -> None:
        """The coordinator takes the period a step on."""
        self.coordinator.goto(self.site.url + self.period)
        self.coordinator.get_by_role("button", name=words).click()
        self.look(self.coordinator)

    # --- Wishes

    def invite(self, page: Page) -> None:
        """A school mails its students their links."""
        self.menu(page, "Sökande")
        page.get_by_role("button", name="Mejla dem som inte har svarat").click()
        expect(page.locator("main")).to_contain_text("20 sökande får ett mejl")
        self.site.drain()

    def wishes(self) -> None:
        """Three in a browser: by hand, with nothing but the keyboard, and without scripts; the others by the same form."""
        for one in self.people:
            (one.link,) = letters(self.site.url, one.email, "Önska praktikplats")
        page = self.anybody
        self.go(page, self.people[0].link)
        offered = page.locator("[name=offer_1] option").evaluate_all("all => all.map(o => [o.value, o.label]).filter(o => o[0])")
        self.offered = {value: " ".join(words.split()) for value, words in offered}
        self.homes = dict(page.locator("[name=municipality_code] option").evaluate_all("all => all.map(o => [o.label, o.value])"))
        towns = sorted({words.rpartition(", ")[2] for words in self.offered.values()})
        assert len(towns) == TOWNS
        for one in self.people:
            one.town = towns[one.number % TOWNS]
        self.by_hand(page, self.people[0])
        self.by_keyboard(page, self.people[1])
        self.by_hand(self.plain, self.people[2])
        for one in self.people[3:]:
            wish(self.site.url, one, self.offered, self.homes[one.town])

    def by_hand(self, page: Page, student: Student) -> None:
        page.goto(self.site.url + student.link)
        page.locator("[name=municipality_code]").select_option(label=student.town)
        page.locator("[name=driving_licence]").check(force=True)
        for n, value in enumerate(student.choose(self.offered), start=1):
            page.locator(f"[name=offer_{n}]").select_option(value)
        page.locator(BUTTON).first.click()
        expect(page.locator("main")).to_contain_text("Dina önskemål är sparade")
        self.look(page)

    def by_keyboard(self, page: Page, student: Student) -> None:
        page.goto(self.site.url + student.link)
        wanted = {"municipality_code": self.homes[student.town]}
        wanted |= {f"offer_{n}": value for n, value in enumerate(student.choose(self.offered), start=1)}
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            name, value, label = page.evaluate("(e => [e.name || '', e.value || '', e.innerText || ''])(document.activeElement)")
            if name in wanted and value != wanted[name]:
                options = page.locator(f"[name={name}] option").evaluate_all("all => all.map(o => o.value)")
                for _ in range(options.index(wanted[name])):
                    page.keyboard.press("ArrowDown")
            elif name == "driving_licence":
                page.keyboard.press("Space")
            elif label.strip() == "Spara":
                page.keyboard.press("Enter")
                break
        expect(page.locator("main")).to_contain_text("Dina önskemål är sparade")

    # --- The match

    def match(self) -> None:
        """Stable; read, asked what if, and checked by somebody who has only the files."""
        page = self.coordinator
        page.get_by_role("link", name="Fördela platserna").first.click()
        page.locator("[name=policy][value=stable]").check(force=True)
        self.look(page)
        page.get_by_role("button", name="Starta fördelningen").click()
        self.run = self.path(page)
        self.look(page)
        self.site.drain()
        self.go(page, self.run)
        expect(page.locator("main")).to_contain_text("inga regler är brutna")
        files = {which: page.context.request.get(f"{self.site.url}{self.run}/files/{which}") for which in ("instance", "result")}
        instance = parse(files["instance"].json(), files["instance"].body())
        result = parse_result(files["result"].json())
        assert [str(fault) for fault in verify(instance, result)] == []
        assert len(result.assignments) == CLASS * 2
        self.placed = result.placed
        page.get_by_role("link", name=re.compile("Utan plats")).click() if self.placed < CLASS * 2 else None
        self.look(page)
        self.go(page, f"{self.run}/applicants")
        page.get_by_role("link", name="Påhittad Elev 07").click()
        self.look(page)
        self.go(page, f"{self.run}/places")

    def what_if(self) -> None:
        """A popular workplace takes two more. Nothing changes."""
        page = self.coordinator
        page.goto(self.site.url + self.run)
        page.get_by_role("link", name="Fråga: tänk om").click()
        page.locator("[name=offer]").select_option(next(iter(self.offered)))
        page.locator("[name=more]").fill("2")
        self.look(page)
        page.get_by_role("button", name="Räkna").click()
        self.site.drain()
        page.reload()
        expect(page.locator("main")).to_contain_text("Vem ändringen hjälper")
        self.look(page)

    def publish(self) -> None:
        """Everybody is told."""
        page = self.coordinator
        page.goto(self.site.url + self.run)
        page.get_by_role("button", name="Publicera placeringarna").click()
        expect(page.locator("main")).to_contain_text(f"{self.placed} placeringar är publicerade")
        self.site.drain()

    def read(self, student: Student) -> str:
        """Follow the newest mail, and read where and why: each place that was wished for more has its reason. Returns where, or nothing."""
        visitor = Visitor(self.site.url)
        visitor.get(f"{self.site.url}{student.link}/placement")
        text = visitor.page.text
        better = []
        at = ""
        for number, words in enumerate(student.wishes.values(), start=1):
            name = words.split(", ")[0]
            said = "Det var det som önskades mest." if number == 1 else f"Det var val {number}."
            if re.search(rf"{re.escape(name)} \([^)]*\)\. {re.escape(said)}", text):
                at = words
                break
            better.append(rf"Val {number}, {re.escape(name)} \([^)]*\): \w[^.]{{10,}}\.")
        assert at or "Ingen av de önskade platserna gick att få" in text, (student, text)
        assert [line for line in better if not re.search(line, text)] == [], (student, text)
        return at

    # --- One place is withdrawn

    def withdraw(self, employer: Page, workplace: str) -> None:
        self.menu(employer, "Våra praktikplatser")
        self.look(employer)
        employer.get_by_role("row", name=re.compile(PERIOD)).get_by_role("link", name=workplace, exact=True).click()
        self.look(employer)
        employer.get_by_role("link", name="Dra tillbaka").click()
        employer.locator("[name=reason]").fill("Verksamheten flyttar.")
        self.look(employer)
        employer.get_by_role("button", name="Dra tillbaka platsen").click()
        expect(employer.locator("main")).to_contain_text("Platsen är tillbakadragen")
        self.site.drain()

    def repair(self, lost: list[Student], workplace: str) -> list[str]:
        """Returns the rows: who, school, before, after, why."""
        page = self.coordinator
        page.goto(self.site.url + self.period)
        page.get_by_role("link", name="Omfördela").click()
        for one in lost:
            expect(page.locator("main")).to_contain_text(one.name)
        self.look(page)
        page.get_by_role("button", name="Räkna ut en omfördelning").click()
        self.look(page)
        self.site.drain()
        page.reload()
        self.look(page)
        rows = [" | ".join(row.split("\t")) for row in page.locator("main tbody tr").all_inner_texts()]
        for one in lost:
            (row,) = [row for row in rows if one.name in row]
            assert workplace in row and "Arbetsgivaren har dragit tillbaka platsen" in row
        page.get_by_role("button", name="Publicera omfördelningen").click()
        expect(page.locator("main")).to_contain_text("Omfördelningen är publicerad")
        self.look(page)
        self.site.drain()
        return rows

    def tell_moved(self, student: Student, workplace: str, row: str) -> bool:
        """Who lost the place reads of it in a mail, sees it on their page, and says yes to another. False: there is no other."""
        again = "Ingen plats" not in row.rpartition(workplace)[2]
        subject = "Din praktikplats är ändrad" if again else "Din praktikplats gäller inte längre"
        (path,) = letters(self.site.url, student.email, subject)
        page = self.anybody
        page.goto(self.site.url + path)
        self.look(page)
        if again:
            assert self.read(student) not in ("", workplace)
            page.get_by_role("button", name="Tacka ja").click()
            expect(page.locator("main")).to_contain_text("Du har tackat ja")
            self.look(page)
        return again

    # --- Agreements

    def agreements(self, first: Student, school: Page, addresses: list[str]) -> None:
        """Each side signs through its own mailed link: the first three in a browser, the others by the same forms."""
        page = self.anybody
        page.goto(f"{self.site.url}{first.link}/placement")
        page.get_by_role("link", name="Öppna din praktik").click()
        self.look(page)
        page.get_by_role("link", name="Läs och skriv under avtalet").click()
        page.locator("[name=name]").fill(first.name)
        page.get_by_role("button", name="Skriv under").click()
        expect(page.locator("main")).to_contain_text("Kryssa i att du har läst avtalet och skriver under")
        self.sign_here(page)
        pdf = page.context.request.get(page.url + ".pdf")
        assert pdf.body().startswith(b"%PDF")
        self.menu(school, "Placeringar")
        self.look(school)
        school.get_by_role("link", name=first.name).click()
        self.look(school)
        school.get_by_role("link", name="Följ praktiken").click()
        self.look(school)
        school.get_by_role("link", name="Öppna skolans sida").click()
        school.get_by_role("link", name="Läs och skriv under avtalet").click()
        school.locator("[name=name]").fill("Demo Utbildare")
        school.locator("[name=title]").fill("Rektor")
        self.sign_here(school)
        for address in addresses:
            for path in letters(self.site.url, address, "avtal och checklista"):
                if self.is_to_sign(path, first):
                    page.goto(self.site.url + path)
                    self.look(page)
                    page.get_by_role("link", name="Läs och skriv under avtalet").click()
                    page.locator("[name=name]").fill("Demo Kontakt")
                    self.sign_here(page)
                sign(self.site.url, path, "Demo Kontakt", "Enhetschef")
        for one in self.people:
            for path in letters(self.site.url, one.email, "avtal och checklista"):
                sign(self.site.url, path, one.name)
        self.site.drain()

    def is_to_sign(self, path: str, student: Student) -> bool:
        """Whether a mailed link is an employer's, and leads to the agreement about a student."""
        visitor = Visitor(self.site.url)
        text = visitor.get(self.site.url + path).text
        return student.name in text and "Du ser sidan som: arbetsgivaren" in text and "Läs och skriv under" in text

    def sign_here(self, page: Page) -> None:
        page.locator("[name=agreed]").check(force=True)
        self.look(page)
        page.get_by_role("button", name="Skriv under").click()
        expect(page.locator("main")).to_contain_text("Avtalet är underskrivet för din del")
        self.look(page)

    def is_signed(self, student: Student) -> bool:
        """Whether the student has been told that all three have signed."""
        return bool(letters(self.site.url, student.email, "Avtalet är klart"))

    def overview(self, employer: Page) -> None:
        """What the coordinator and an employer see when all is signed."""
        self.go(self.coordinator, self.period)
        self.coordinator.get_by_role("link", name="Se placeringarna").click()
        self.look(self.coordinator)
        self.menu(employer, "Våra praktikplatser")
        employer.get_by_role("link", name="De som kommer").click()
        self.look(employer)
