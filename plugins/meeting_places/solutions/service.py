"""What can be done with local solutions. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from core.audit.service import record
from core.clock import today
from core.db import count, db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.search import index
from plugins.meeting_places.settings import meeting_settings
from plugins.meeting_places.solutions import notices
from plugins.meeting_places.solutions.models import Solution, SolutionStatus, SolutionTheme, SolutionUse
from plugins.meeting_places.solutions.queries import KIND, organisation_names, themes_of

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_SOLUTIONS = 5_000
MAX_THEMES = 10


def make(*, region: Region, organisation: Organisation, facts: Mapping[str, Any], themes: Iterable[int] = ()) -> Solution:
    """Write a solution, which nobody else sees yet.

    Raises:
        DomainError: when there are too many.
    """
    if count(select(Solution).where(Solution.region_id == region.id)) >= MAX_SOLUTIONS:
        raise DomainError(_("Regionen kan ha högst %(n)s lokala lösningar.", n=MAX_SOLUTIONS))
    said = {"municipality_code": organisation.municipality_code, **facts}
    made = Solution(region_id=region.id, organisation_id=organisation.id, sort_key=sort_key(said["title"]), **said)
    db.session.add(made)
    db.session.flush()
    _set_themes(made, themes)
    record("meeting_places.solution.made", region=region, subject=made.ref, title=made.title)
    return made


def change(*, region: Region, solution: Solution, facts: Mapping[str, Any], themes: Iterable[int] = ()) -> Solution:
    """Change what is said. Who looks it through has seen that it holds; the region hears of a change in what is published.

    Raises:
        Conflict: when it is withdrawn.
    """
    _not_withdrawn(solution)
    changed = sorted(key for key, value in facts.items() if getattr(solution, key) != value)
    for key in changed:
        setattr(solution, key, facts[key])
    solution.sort_key = sort_key(solution.title)
    if _set_themes(solution, themes):
        changed.append("themes")
    if solution.status == SolutionStatus.PUBLISHED:
        solution.confirmed_on = today()
    db.session.flush()
    if changed:
        record("meeting_places.solution.changed", region=region, subject=solution.ref, title=solution.title, fields=changed)
    if changed and solution.status == SolutionStatus.PUBLISHED:
        _find(region, solution)
        if meeting_settings(region).check_solutions:
            notices.changed(region, solution)
    return solution


def submit(*, region: Region, solution: Solution, checked: bool = False) -> Solution:
    """It is ready: shown to everybody, or first to the region when its settings say so.

    Args:
        checked: Who submits may let solutions through, so nobody else need look.

    Raises:
        Conflict: when it is withdrawn.
    """
    _not_withdrawn(solution)
    if solution.status == SolutionStatus.PUBLISHED:
        return solution
    if meeting_settings(region).check_solutions and not checked:
        if solution.status == SolutionStatus.DRAFT:
            solution.status, solution.check_note = SolutionStatus.WAITING, ""
            db.session.flush()
            record("meeting_places.solution.submitted", region=region, subject=solution.ref, title=solution.title)
            notices.waiting(region, solution)
        return solution
    return publish(region=region, solution=solution)


def publish(*, region: Region, solution: Solution) -> Solution:
    """Show it to everybody."""
    told = solution.status == SolutionStatus.WAITING
    solution.status, solution.check_note = SolutionStatus.PUBLISHED, ""
    solution.published_at, solution.confirmed_on = solution.published_at or utcnow(), today()
    db.session.flush()
    _find(region, solution)
    record("meeting_places.solution.published", region=region, subject=solution.ref, title=solution.title)
    if told:
        notices.published(region, solution)
    return solution


def send_back(*, region: Region, solution: Solution, note: str) -> Solution:
    """The region asks for a change before it is shown.

    Raises:
        Conflict: when it does not wait.
    """
    if solution.status != SolutionStatus.WAITING:
        raise Conflict(_("Lösningen väntar inte längre på granskning."))
    solution.status, solution.check_note = SolutionStatus.DRAFT, note
    db.session.flush()
    record("meeting_places.solution.sent_back", region=region, subject=solution.ref, title=solution.title, note=note)
    notices.sent_back(region, solution)
    return solution


def withdraw(*, region: Region, solution: Solution, reason: str) -> Solution:
    """Take it out of the library, with the reason. Its page says so to those who had saved the address."""
    if solution.status == SolutionStatus.WITHDRAWN:
        return solution
    solution.status, solution.withdrawn_at, solution.withdrawn_reason = SolutionStatus.WITHDRAWN, utcnow(), reason
    solution.confirm_seed, solution.confirm_digest = "", None
    db.session.flush()
    index.remove(KIND, solution.id)
    record("meeting_places.solution.withdrawn", region=region, subject=solution.ref, title=solution.title, reason=reason)
    return solution


def confirm(*, region: Region, solution: Solution) -> Solution:
    """Somebody who knows says that it still holds.

    Raises:
        Conflict: when it is not published.
    """
    if solution.status != SolutionStatus.PUBLISHED:
        raise Conflict(_("Lösningen visas inte längre."))
    if solution.confirmed_on != today():
        solution.confirmed_on = today()
        db.session.flush()
        record("meeting_places.solution.confirmed", region=region, subject=solution.ref, title=solution.title)
    return solution


def say_used(*, region: Region, solution: Solution, organisation: Organisation, note: str = "") -> SolutionUse:
    """An organisation does the same. Said again it changes only the words.

    Raises:
        Conflict: when it is not published, or is the organisation's own.
    """
    if solution.status != SolutionStatus.PUBLISHED:
        raise Conflict(_("Lösningen visas inte längre."))
    if solution.organisation_id == organisation.id:
        raise Conflict(_("Det är organisationens egen lösning."), field="organisation_id")
    found = _use_of(region, solution, organisation.id)
    if found is None:
        found = SolutionUse(region_id=region.id, solution_id=solution.id, organisation_id=organisation.id)
        db.session.add(found)
        record("meeting_places.solution.used", region=region, subject=solution.ref, title=solution.title, organisation=organisation.name)
    found.note = note
    db.session.flush()
    return found


def unsay_used(*, region: Region, solution: Solution, organisation_id: int) -> None:
    """An organisation no longer does the same."""
    found = _use_of(region, solution, organisation_id)
    if found is not None:
        name = organisation_names([organisation_id]).get(organisation_id, "")
        db.session.delete(found)
        db.session.flush()
        record("meeting_places.solution.not_used", region=region, subject=solution.ref, title=solution.title, organisation=name)


def _use_of(region: Region, solution: Solution, organisation_id: int) -> SolutionUse | None:
    wanted = select(SolutionUse).where(
        SolutionUse.solution_id == solution.id, SolutionUse.organisation_id == organisation_id, SolutionUse.region_id == region.id
    )
    return db.session.execute(wanted).scalar_one_or_none()


def _set_themes(solution: Solution, themes: Iterable[int]) -> bool:
    """Whether they became others."""
    wanted = set(list(dict.fromkeys(themes))[:MAX_THEMES])
    known = select(SolutionTheme.theme_id).where(SolutionTheme.solution_id == solution.id)
    before = set(db.session.execute(known).scalars())
    if before == wanted:
        return False
    gone = SolutionTheme.theme_id.in_(before - wanted)
    db.session.execute(delete(SolutionTheme).where(SolutionTheme.solution_id == solution.id, gone))
    new = [SolutionTheme(region_id=solution.region_id, solution_id=solution.id, theme_id=each) for each in sorted(wanted - before)]
    db.session.add_all(new)
    db.session.flush()
    return True


def _find(region: Region, solution: Solution) -> None:
    """Make it findable by all that it says, but by no person."""
    owner = organisation_names([solution.organisation_id]).get(solution.organisation_id or 0, "")
    place = name_of(solution.municipality_code) if solution.municipality_code else ""
    said = [solution.title, solution.what, solution.for_whom, solution.result, owner, place, *themes_of([solution.id]).get(solution.id, ())]
    index.put(KIND, solution.id, region, " ".join(said))


def _not_withdrawn(solution: Solution) -> None:
    if solution.status == SolutionStatus.WITHDRAWN:
        raise Conflict(_("Lösningen är borttagen och kan inte ändras. Skriv den som en ny."))
