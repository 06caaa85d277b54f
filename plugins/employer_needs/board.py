"""What the plugin puts on other pages of the region: cards, menu, search hits, links, checks, and its part of the yearly report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import extract, select

from core.clock import today
from core.db import db, one_or_none
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.plugins.declarations import Card, Check, Link, NavItem, SearchHit, Section
from core.regions.models import Region
from core.search import index
from core.statistics import OTHER
from core.users.models import User
from core.users.queries import may
from core.web.format import format_number, format_percent
from plugins.employer_needs.commitments.models import Letter
from plugins.employer_needs.dashboards import exports, published
from plugins.employer_needs.dashboards import queries as figures
from plugins.employer_needs.dashboards.queries import Choice
from plugins.employer_needs.inviting.standing import standing_round
from plugins.employer_needs.links import path
from plugins.employer_needs.models import CompetenceNeed, Response, SurveyRound
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.queries.visible import shown_here
from plugins.employer_needs.services.rounds import SEARCH_KIND as ROUND_KIND
from plugins.employer_needs.services.rounds import takes_answers
from plugins.employer_needs.settings import needs_settings
from plugins.employer_needs.values import NAMED, NeedState
from plugins.employer_needs.values import SEARCH_KIND as NEED_KIND

READ_ROUNDS, READ_NEEDS, READ_ALL = "employer_needs.round.read", "employer_needs.response.read", "employer_needs.response.read_all"
READ_LETTERS = "employer_needs.letter.read"
CLOSING_SOON = timedelta(days=14)

NAV = [
    NavItem(_l("Kompetensbehov"), "employer_needs.overview", weight=20, permission=READ_NEEDS),
]


def cards(region: Region, user: User | None) -> list[Card]:
    """The task on the start page; on the board the round that closes soon, and the figures."""
    found = []
    open_round = round_queries.open_round(region)
    if open_round is not None and needs_settings(region).open_answers:
        found.append(
            Card(_l("Berätta vad ni behöver"), "employer_needs/cards/task.html", {"survey_round": open_round}, 10, "public", "task")
        )
    standing = standing_round(region)
    if not found and standing is not None and takes_answers(standing):
        found.append(Card(_l("Anmäl kompetensbehov"), "employer_needs/cards/standing.html", {}, 10, "public", "task"))
    if issues := published.issues(region):
        found.append(Card(_l("Behov i siffror"), "employer_needs/cards/published.html", {"issue": issues[0]}, 25, "public"))
    if may(user, region, READ_ROUNDS) and open_round is not None and open_round.closes_on <= today() + CLOSING_SOON:
        row = round_queries.round_row(open_round.id)
        found.append(Card(_l("Omgången stänger snart"), "employer_needs/cards/closing.html", {"row": row}, 20, kind="todo"))
    if may(user, region, READ_NEEDS):
        found.append(Card(_l("Kompetensbehov"), "employer_needs/cards/figures.html", {"figures": figures.total(Choice())}, 20))
    return found


def search(region: Region, user: User | None, query: str, limit: int) -> list[SearchHit]:
    """Needs whose employer may be seen, and rounds, for those who read them."""
    found: list[SearchHit] = []
    if may(user, region, READ_NEEDS):
        hits = index.ranked(NEED_KIND, query)
        statement = (
            select(CompetenceNeed, Response.organisation_name)
            .join(hits, hits.c.object_id == CompetenceNeed.id)
            .join(Response, Response.id == CompetenceNeed.response_id)
            .where(CompetenceNeed.state == NeedState.PUBLISHED, shown_here())
            .order_by(hits.c.rank.desc(), CompetenceNeed.id.desc())
            .limit(limit)
        )
        if not may(user, region, READ_ALL):
            statement = statement.where(CompetenceNeed.visibility.in_(NAMED))
        found += [
            SearchHit(
                need.title,
                path("need_page", region=region.slug, need_id=need.id),
                _l("Kompetensbehov"),
                f"{organisation}, {name_of(need.municipality_code or '')}",
                0.5 - place / 100,
            )
            for place, (need, organisation) in enumerate(db.session.execute(statement))
        ]
    if may(user, region, READ_ROUNDS):
        statement_rounds = (
            select(SurveyRound).where(SurveyRound.id.in_(index.matching(ROUND_KIND, query))).order_by(SurveyRound.id.desc()).limit(limit)
        )
        found += [
            SearchHit(each.title, path("round_page", region=region.slug, round_id=each.id), _l("Omgång"), "", 0.4)
            for each in db.session.execute(statement_rounds).scalars()
        ]
    return found[:limit]


def resolve(region: Region, user: User | None, ref: str) -> Link | None:
    """`employer_needs:need:ID` and `employer_needs:round:ID`."""
    _owner, _separator, rest = ref.partition(":")
    kind, _separator, key = rest.partition(":")
    if not key.isdecimal() or len(key) > 12:
        return None
    if kind == "need" and may(user, region, READ_NEEDS):
        need = one_or_none(CompetenceNeed, int(key))
        shown = need is not None and need.state != NeedState.DRAFT and (need.visibility in NAMED or may(user, region, READ_ALL))
        if need is not None and shown and not (need.secret and need.region_id != region.id):
            title = _("%(title)s i %(place)s", title=need.title, place=name_of(need.municipality_code or ""))
            return Link(title, path("need_page", region=region.slug, need_id=need.id), _l("Kompetensbehov"))
    if kind == "letter" and may(user, region, READ_LETTERS):
        letter = one_or_none(Letter, int(key))
        if letter is not None and letter.signed_at is not None:
            title = _("Avsiktsförklaring från %(name)s", name=letter.organisation_name)
            return Link(title, path("letter_page", region=region.slug, letter_id=letter.id), _l("Avsiktsförklaring"))
    if kind == "round" and may(user, region, READ_ROUNDS):
        found = one_or_none(SurveyRound, int(key))
        if found is not None:
            return Link(found.title, path("round_page", region=region.slug, round_id=found.id), _l("Omgång"))
    return None


def checks(region: Region) -> list[Check]:
    """Whether employers can answer now, and whether they know whom to ask."""
    open_round = round_queries.open_round(region)
    return [
        Check(
            _l("En omgång är öppen"),
            open_round is not None,
            _l("Skapa en omgång och öppna den, så kan arbetsgivare svara."),
            "employer_needs.round_list",
        ),
        Check(
            _l("Arbetsgivare ser vem de kan fråga"),
            bool(region.contact_email),
            _l("Ange regionens kontaktadress i inställningarna, så att den står i mejlen och på formuläret."),
        ),
    ]


def report(region: Region, period: int) -> list[Section]:
    """The year's rounds, and what has been published of them. Other figures on needs are in no public report."""
    statement = (
        select(SurveyRound.id)
        .where(SurveyRound.region_id == region.id, extract("year", SurveyRound.opens_on) == period)
        .order_by(SurveyRound.opens_on)
    )
    rows = [round_queries.round_row(key) for key in db.session.execute(statement).scalars()]
    rounds = [row for row in rows if row.sent or not row.round.standing]  # a fixed link that nobody answered by is no round of the year
    if not rounds:
        return []
    issues = [each for each in published.issues(region) if each.round.id in {row.round.id for row in rounds}]
    round_rows = [[row.round.title, row.invited, row.answered, row.sent, format_percent(row.rate)] for row in rounds]
    paragraphs = [
        ngettext(
            "Under året frågades arbetsgivarna i en omgång.",
            "Under året frågades arbetsgivarna i %(n)s omgångar.",
            len(rounds),
            n=len(rounds),
        ),
    ]
    tables: list[tuple[str, Sequence[str], Sequence[Sequence[object]]]] = [
        (_("Omgångar"), [_("Omgång"), _("Inbjudna"), _("Har svarat"), _("Svar"), _("Svarsfrekvens")], round_rows)
    ]
    for issue in reversed(issues):
        people = issue.publication.people
        paragraphs.append(
            ngettext(
                "Enligt svaren i %(title)s behövs %(people)s person.",
                "Enligt svaren i %(title)s behövs %(people)s personer.",
                people,
                title=issue.round.title,
                people=format_number(people),
            )
        )
        found = sorted(exports.rows(region, [issue], "occupation"), key=_together_last)
        caption = _("Behov per yrkesgrupp, %(title)s", title=issue.round.title)
        header = [_("Yrkesgrupp"), _("Arbetsgivare"), _("Personer")]
        tables.append((caption, header, [[name, employers, number] for *_before, name, number, employers in found]))
    if not issues:
        paragraphs.append(_("Siffrorna per yrkesgrupp är inte publicerade än."))
    return [Section(_l("Arbetsgivarnas kompetensbehov"), paragraphs, tables, weight=20)]


def _together_last(row: Sequence[Any]) -> tuple[bool, int, str]:
    """The largest groups first, and those that are put together at the end."""
    *_round, code, name, people, _employers = row
    return code == OTHER, -people, name
