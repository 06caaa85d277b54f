"""Whom the inventory tells what: those who work with the rounds, and the employers' own people with accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins.declarations import CalendarItem, NoticeKind
from core.regions.models import Region
from core.users.models import Membership, User
from core.users.queries import may, with_permission
from core.web.format import format_date
from plugins.employer_needs import trail_words
from plugins.employer_needs.commitments.models import Letter
from plugins.employer_needs.models import CompetenceNeed, Response, StatusEntry, SurveyRound
from plugins.employer_needs.services import trail
from plugins.employer_needs.values import RoundStatus

NEED_CHANGED = "employer_needs.need_changed"
ROUND_CLOSING = "employer_needs.round_closing"
LETTER_WITHDRAWN = "employer_needs.letter_withdrawn"
READ_LETTERS = "employer_needs.letter.read"
READ_ROUNDS = "employer_needs.round.read"
CLOSING_SOON = timedelta(days=3)
EMPLOYER = "employer_representative"

KINDS = [
    NoticeKind(
        NEED_CHANGED,
        _l("Vad som händer med ett behov"),
        _l("När ett behov som din arbetsgivare har lämnat ingår i en större grupp, eller när det finns en utbildning."),
    ),
    NoticeKind(
        LETTER_WITHDRAWN,
        _l("En avsiktsförklaring har återkallats"),
        _l("När en arbetsgivare drar tillbaka det den har lovat. Underlag som bygger på löftet behöver ses över."),
        audience=READ_LETTERS,
    ),
    NoticeKind(ROUND_CLOSING, _l("En omgång stänger snart"), _l("Tre dagar innan sista svarsdag."), audience=READ_ROUNDS),
]


def tell_of_need(region: Region, changed: Iterable[tuple[CompetenceNeed, StatusEntry]]) -> None:
    """Tell the employer's own people, with accounts here, what has happened to its needs."""
    rows = list(changed)
    owners = _organisations({need.response_id for need, _entry in rows})
    people = _representatives(region, set(owners.values()))
    for need, entry in rows:
        users = people.get(owners.get(need.response_id, 0), ())
        if users:
            notify(
                kind=NEED_CHANGED,
                users=users,
                region=region,
                key=f"{need.id}:{entry.code}:{entry.facts.get('cluster_id')}:{entry.facts.get('viable')}:{entry.facts.get('status')}:{entry.facts.get('ref')}",
                title=_l("%(title)s: %(what)s", title=need.title, what=_heading(entry)),
                body=_Sentence(entry),
                url=entry.facts.get("url", "") if entry.code == trail.SUPPLY else "",
                subject_ref=f"employer_needs:need:{need.id}",
                group=need.title,
            )


def _heading(entry: StatusEntry) -> object:
    """Written when it is read, in the reader's language."""
    return _Sentence(entry, heading=True)


class _Sentence:
    """A line of the trail, in the language that is spoken when it is written out."""

    def __init__(self, entry: StatusEntry, *, heading: bool = False) -> None:
        self.entry = entry
        self.words = trail_words.heading if heading else trail_words.sentence

    def __str__(self) -> str:
        return self.words(self.entry)


def _organisations(response_ids: set[int]) -> dict[int, int]:
    """The employer behind each answer."""
    statement = select(Response.id, Response.organisation_id).where(Response.id.in_(response_ids), Response.organisation_id.is_not(None))
    return {response: organisation for response, organisation in db.session.execute(statement) if organisation is not None}


def _representatives(region: Region, organisation_ids: set[int]) -> dict[int, list[User]]:
    statement = (
        select(Membership.organisation_id, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.region_id == region.id,
            Membership.role == EMPLOYER,
            Membership.organisation_id.in_(organisation_ids),
            Membership.suspended_at.is_(None),
            User.active.is_(True),
        )
        .order_by(User.id)
    )
    found: dict[int, list[User]] = {}
    for organisation_id, user in db.session.execute(statement):
        found.setdefault(organisation_id or 0, []).append(user)
    return found


def tell_of_closing(region: Region) -> None:
    """Tell those who work with rounds that one closes within days. Each is told once per round and last day."""
    statement = select(SurveyRound).where(
        SurveyRound.region_id == region.id,
        SurveyRound.status == RoundStatus.OPEN,
        SurveyRound.closes_on >= today(),
        SurveyRound.closes_on <= today() + CLOSING_SOON,
    )
    for found in db.session.execute(statement).scalars().all():
        notify(
            kind=ROUND_CLOSING,
            users=with_permission(region, READ_ROUNDS),
            region=region,
            key=f"{found.id}:{found.closes_on.isoformat()}",
            title=_l("Omgången %(title)s stänger %(day)s", title=found.title, day=_Day(found)),
            body=_l("Påminn dem som inte har svarat medan det finns tid."),
            url=_round_url(region, found),
            subject_ref=f"employer_needs:round:{found.id}",
            group=found.title,
        )


def tell_of_withdrawal(region: Region, letter: Letter) -> None:
    """Tell those who work with letters of intent that one holds no longer."""
    notify(
        kind=LETTER_WITHDRAWN,
        users=with_permission(region, READ_LETTERS),
        region=region,
        key=str(letter.id),
        title=_l("%(organisation)s har återkallat sin avsiktsförklaring", organisation=letter.organisation_name),
        body=_l("Se över de underlag som bygger på den. Avsiktsförklaringen finns kvar som återkallad."),
        url=_page_url(region, "letter_page", letter_id=letter.id),
        subject_ref=f"employer_needs:letter:{letter.id}",
        group=letter.organisation_name,
    )


class _Day:
    def __init__(self, found: SurveyRound) -> None:
        self.found = found

    def __str__(self) -> str:
        return format_date(self.found.closes_on)


def _round_url(region: Region, found: SurveyRound) -> str:
    return _page_url(region, "round_page", round_id=found.id)


def _page_url(region: Region, endpoint: str, **values: int) -> str:
    from urllib.parse import urlsplit

    from plugins.employer_needs.links import absolute

    return urlsplit(absolute(endpoint, region, **values)).path


def calendar_items(region: Region, user: User | None) -> Sequence[CalendarItem]:
    """The last days of the region's open rounds, for those who work with them and for employers' people."""
    if user is None or not (may(user, region, READ_ROUNDS) or _is_employer(region, user)):
        return []
    statement = (
        select(SurveyRound)
        .where(SurveyRound.region_id == region.id, SurveyRound.status == RoundStatus.OPEN, SurveyRound.standing.is_(False))
        .order_by(SurveyRound.closes_on, SurveyRound.id)
    )
    reads = may(user, region, READ_ROUNDS)
    return [
        CalendarItem(
            uid=f"employer_needs:round:{found.id}:closes",
            summary=_l("Sista dagen att svara: %(title)s", title=found.title),
            start=found.closes_on,
            updated=found.updated_at,
            url=_round_url(region, found) if reads else "",
        )
        for found in db.session.execute(statement).scalars()
    ]


def _is_employer(region: Region, user: User) -> bool:
    statement = select(Membership.id).where(
        Membership.region_id == region.id, Membership.user_id == user.id, Membership.role == EMPLOYER, Membership.suspended_at.is_(None)
    )
    return db.session.execute(statement.limit(1)).first() is not None
