"""Modules of a demo region, with some progress of the demo's people. All of it is made up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db
from core.plugins import LearningOccasion
from core.users.models import Membership, User
from plugins.guidance.modules import occasions, progress, queries, service
from plugins.guidance.modules.models import Module, ModuleStatus, StepKind
from plugins.guidance.permissions import LEARNERS

if TYPE_CHECKING:
    from core.regions.models import Region

Step = tuple[StepKind, str, str, str]  # kind, heading, text, address
MODULES: Sequence[tuple[str, str, float, list[str], list[str], Sequence[Step]]] = (
    (
        "Möt den som vill byta yrke mitt i livet",
        "Du kan lägga upp ett samtal där en vuxen ser vilka vägar som går att leva med: pengar, tid och avstånd.",
        1.5,
        [],
        ["samtal", "yrkesväxling"],
        (
            (
                StepKind.TEXT,
                "Tre frågor som öppnar samtalet",
                "Börja i vardagen, inte i kurskatalogen.\n\n- **Vad kan du redan?** Också det du har lärt dig utan betyg.\n"
                "- **Vad måste fungera hemma?** Resor, inkomst, barn.\n- **Vem kan säga ja?** Chefen, kommunen, familjen.",
                "",
            ),
            (
                StepKind.LINK,
                "Läs om omställning i det påhittade exemplet Lingonby",
                "Läs hur en påhittad kommun samlade vägarna på en sida. Tänk på vad som saknas hos er.",
                "https://lingonby.example/omstallning",
            ),
            (
                StepKind.QUESTION,
                "Ditt eget samtal",
                "Tänk på ett samtal som inte ledde vidare. Vad hade du kunnat fråga tidigare?",
                "",
            ),
        ),
    ),
    (
        "Validering: visa det man redan kan",
        "Du vet när validering är en väg, vem du ringer och vad personen behöver ha med sig.",
        2.0,
        ["guidance_counsellor", "learning_centre_manager"],
        ["validering"],
        (
            (
                StepKind.TEXT,
                "När validering passar",
                "Validering passar den som har arbetat i yrket men saknar papper på det.\n\n"
                "Den passar sällan den som vill prova något nytt.",
                "",
            ),
            (StepKind.QUESTION, "Vem hos er?", "Vem i din kommun svarar på frågor om validering? Skriv så att du hittar det igen.", ""),
        ),
    ),
    (
        "Ny i Sverige: vägar som går fort",
        "Du kan visa vägar där språk och yrke lärs samtidigt, och vet vilka som finns nära.",
        1.0,
        [],
        ["nyanlända", "språk"],
        (
            (
                StepKind.TEXT,
                "Språk och yrke på samma gång",
                "Den som får använda orden i arbetet lär sig dem fortare.\n\n"
                "Fråga alltid: **kan utbildningen läsas tillsammans med svenska?**",
                "",
            ),
            (StepKind.TEXT, "Kort lista inför mötet", "- Betyg och intyg hemifrån\n- Körkort\n- Vad personen vill bort från", ""),
        ),
    ),
)
# By module, how many steps each of the demo's people has done, in the order of `LEARNERS`; None: not begun.
DONE: Sequence[Sequence[int | None]] = ((1, 3, 2, None, 3), (None, 2, 1, None, 0), (None, None, None, None, None))


def seed(region: Region) -> None:
    """Make them. The next occasion that somebody tells of is put last in the first module."""
    occasion = next(iter(occasions.known(region).values()), None)
    made = [_module(region, facts, occasion if not number else None) for number, facts in enumerate(MODULES)]
    for place, role in enumerate(LEARNERS):
        wanted = select(User).join(Membership, Membership.user_id == User.id).where(Membership.region_id == region.id)
        person = db.session.execute(wanted.where(Membership.role == role).order_by(User.id).limit(1)).scalar_one_or_none()
        for module, counts in zip(made, DONE, strict=True):
            if person is not None and (count := counts[place]) is not None:
                _progress(region, person, module, count)


def _module(region: Region, made_up: Any, occasion: LearningOccasion | None) -> Module:
    title, aim, hours, roles, themes, steps = made_up
    facts = {"title": title, "aim": aim, "hours": hours, "roles": roles, "themes": themes, "focus_ref": "", "focus_title": ""}
    module = service.save_module(region=region, module=None, facts=facts)
    for kind, heading, text, url in steps:
        service.save_step(region=region, module=module, step=None, facts={"kind": kind, "title": heading, "text": text, "url": url})
    if occasion is not None:
        facts = {"kind": StepKind.OCCASION, "title": "Delta i en träff", "text": "", "occasion_ref": occasion.ref}
        facts |= {"occasion_title": occasion.title[:200], "occasion_at": occasion.starts}
        service.save_step(region=region, module=module, step=None, facts=facts)
    service.move_module(region=region, module=module, to=ModuleStatus.PUBLISHED)
    return module


def _progress(region: Region, person: User, module: Module, count: int) -> None:
    progress.begin(region=region, user_id=person.id, module=module)
    for step in queries.steps(module)[:count]:
        if step.kind is StepKind.QUESTION:
            text = "Jag hade kunnat fråga vad som måste fungera hemma."
            progress.answer(region=region, user_id=person.id, module=module, step=step, text=text)
        else:
            progress.mark_done(region=region, user_id=person.id, module=module, step=step)
