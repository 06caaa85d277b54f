"""What people of the demo have shown each other: local solutions of municipalities, and questions with answers about a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.demo.people import DOMAIN
from core.geo.queries import name_of
from core.organisations.models import OrganisationKind
from core.organisations.service import register_organisation
from plugins.meeting_places.exchange import service as exchange
from plugins.meeting_places.exchange.models import Post, PostStatus
from plugins.meeting_places.exchange.who import Who
from plugins.meeting_places.solutions import service as solutions
from plugins.meeting_places.solutions.models import SolutionStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.regions.models import Region
    from plugins.meeting_places.meetings.models import Meeting
    from plugins.meeting_places.registration.models import Registration
    from plugins.meeting_places.series.models import Theme

# title, what, for whom, result, cost, place of the theme in the demo's list
SOLUTIONS = (
    (
        "En handledare per arbetslag",
        "Varje arbetslag i äldreomsorgen har en utbildad handledare. Den som gör praktik har samma handledare hela tiden, och handledaren "
        "har två timmar i veckan för det.",
        "Enhetschefer och handledare i äldreomsorgen",
        "Under ett år gick antalet platser för praktik från 14 till 31. Ingen praktik avbröts.",
        "Två timmar i veckan per handledare, och en utbildning på tre dagar.",
        3,
    ),
    (
        "Språkstöd på arbetstid",
        "En lärare kommer till arbetsplatsen en gång i veckan. Övningarna handlar om det som gruppen gör i arbetet samma vecka.",
        "Medarbetare som lär sig svenska, och deras chefer",
        "18 av 22 deltagare klarade nästa kurs i svenska inom ett halvår.",
        "En lärare på 20 procent delas av tre arbetsplatser.",
        2,
    ),
    (
        "Validering i två steg",
        "Först ett samtal på två timmar som visar vad personen redan kan. Sedan prövas bara det som saknas, på arbetsplatsen.",
        "Vuxenutbildningen, och arbetsgivare inom vård och omsorg",
        "Tiden fram till betyg blev fem veckor i stället för tolv.",
        "En samordnare på halvtid.",
        1,
    ),
    (
        "Vägledaren på biblioteket",
        "En studie- och yrkesvägledare sitter på biblioteket varje torsdag eftermiddag. Ingen behöver boka tid.",
        "Vuxna som inte går i skolan",
        "Omkring nio besök i veckan. Hälften hade aldrig träffat en vägledare förut.",
        "Fyra timmar i veckan.",
        0,
    ),
)
QUESTIONS = (
    (
        "Hur gör ni när personen som ska valideras inte har något betyg alls?",
        "Vi börjar alltid med samtalet. Betyg behövs inte för att komma dit, bara för att planera det som kommer sedan.",
    ),
    ("Vem betalar handledarens tid hos er?", "Förvaltningen. Vi visade att det kostar mindre än en avbruten praktik."),
    ("Finns mallen som visades på mötet att hämta?", ""),
)


def show_solutions(region: Region, themes: Sequence[Theme], codes: Sequence[str]) -> None:
    """Local solutions of as many municipalities; another of them says that it does the same as the first."""
    owners = []
    for number, (title, what, for_whom, result, cost, theme) in enumerate(SOLUTIONS):
        code = codes[number % len(codes)]
        owner = register_organisation(
            name=f"Exempelkommunen {name_of(code)}", region=region, kind=OrganisationKind.MUNICIPALITY, municipality_code=code
        )
        owners.append(owner)
        facts = {"title": title, "what": what, "for_whom": for_whom, "result": result, "cost": cost}
        contact = {"contact_name": f"Demo Kontakt {number + 1}", "contact_email": f"losning{number + 1}@{DOMAIN}"}
        made = solutions.make(region=region, organisation=owner, facts={**facts, **contact}, themes=[themes[theme].id])
        solutions.submit(region=region, solution=made, checked=True)
        if number and made.status is SolutionStatus.PUBLISHED:
            solutions.say_used(region=region, solution=made, organisation=owners[0], note="Vi började i höstas.")


def exchange_questions(region: Region, meeting: Meeting, there: Sequence[Registration]) -> None:
    """Questions of some who were there, and answers of others. What is looked through first is let through."""
    for number, (text, told) in enumerate(QUESTIONS):
        asked = exchange.ask(region=region, meeting=meeting, who=Who(there[2 * number], None, False), text=text, shows_name=number != 1)
        _show(region, meeting, asked)
        if told:
            who = Who(there[2 * number + 1], None, False)
            _show(region, meeting, exchange.answer(region=region, meeting=meeting, who=who, question=asked, text=told, shows_name=True))


def _show(region: Region, meeting: Meeting, post: Post) -> None:
    if post.status is PostStatus.WAITING:
        exchange.show(region=region, meeting=meeting, post=post)
