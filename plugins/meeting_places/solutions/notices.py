"""What members are told about local solutions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins.declarations import NoticeKind
from core.users.queries import organisations_where, with_permission
from plugins.meeting_places.links import path
from plugins.meeting_places.permissions import CHECK, SOLUTIONS
from plugins.meeting_places.solutions.models import Solution

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

TO_CHECK = "meeting_places.solution_to_check"
ANSWERED = "meeting_places.solution_answered"
OUTDATED = "meeting_places.solution_outdated"

KINDS = [
    NoticeKind(
        TO_CHECK, _l("En lokal lösning att granska"), _l("När någon vill visa en lösning, eller har ändrat en som visas."), audience=CHECK
    ),
    NoticeKind(
        ANSWERED,
        _l("Regionen har granskat er lösning"),
        _l("När er lösning visas i biblioteket, eller regionen ber er ändra något."),
        default="now",
        audience=SOLUTIONS,
    ),
    NoticeKind(
        OUTDATED,
        _l("Stämmer er lösning fortfarande?"),
        _l("När det är länge sedan någon såg över en lösning som ni visar."),
        audience=SOLUTIONS,
    ),
]


def _owners(region: Region, solution: Solution) -> Sequence[User]:
    """Those who act for its organisation; nobody for the whole region, or each would hear of everybody's."""
    found = with_permission(region, SOLUTIONS, organisation_id=solution.organisation_id) if solution.organisation_id else ()
    return [user for user in found if solution.organisation_id in organisations_where(user, region, SOLUTIONS)]


def waiting(region: Region, solution: Solution) -> None:
    """It is ready for the region to look at."""
    notify(
        kind=TO_CHECK,
        users=with_permission(region, CHECK),
        region=region,
        key=f"waiting:{solution.id}:{solution.version}",
        title=_l("Granska lösningen %(title)s", title=solution.title),
        url=path("check_solution", region, solution_id=solution.id),
        subject_ref=solution.ref,
        group=solution.title,
    )


def changed(region: Region, solution: Solution) -> None:
    """What is shown was changed."""
    notify(
        kind=TO_CHECK,
        users=with_permission(region, CHECK),
        region=region,
        key=f"changed:{solution.id}:{solution.version}",
        title=_l("Lösningen %(title)s är ändrad", title=solution.title),
        url=path("solution", region, solution_id=solution.id),
        subject_ref=solution.ref,
        group=solution.title,
    )


def published(region: Region, solution: Solution) -> None:
    """The region let it through."""
    notify(
        kind=ANSWERED,
        users=_owners(region, solution),
        region=region,
        key=f"published:{solution.id}:{solution.version}",
        title=_l("Er lösning visas nu: %(title)s", title=solution.title),
        url=path("solution", region, solution_id=solution.id),
        subject_ref=solution.ref,
        group=solution.title,
    )


def sent_back(region: Region, solution: Solution) -> None:
    """The region asks for a change."""
    notify(
        kind=ANSWERED,
        users=_owners(region, solution),
        region=region,
        key=f"back:{solution.id}:{solution.version}",
        title=_l("Ändra något i %(title)s", title=solution.title),
        body=solution.check_note,
        url=path("edit_solution", region, solution_id=solution.id),
        subject_ref=solution.ref,
        group=solution.title,
    )


def outdated(region: Region, solution: Solution) -> None:
    """It is long since anybody looked it through."""
    notify(
        kind=OUTDATED,
        users=_owners(region, solution),
        region=region,
        key=f"old:{solution.id}:{solution.confirmed_on}:{solution.reminded_on}",
        title=_l("Stämmer %(title)s fortfarande?", title=solution.title),
        body=_l("Läs igenom lösningen. Stämmer den, säg det med ett klick. Stämmer den inte, ändra den eller ta bort den."),
        url=path("solution", region, solution_id=solution.id),
        subject_ref=solution.ref,
        group=solution.title,
    )
