"""The strategist's view of the needs: the table with its download, one need, one answer."""

from __future__ import annotations

from typing import Any

from flask import Response as HttpResponse
from flask import render_template, request

from core.files.sheets import Kind, download
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.sni import sections
from core.records.people import shown_contact
from core.regions.queries import municipalities
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from plugins.employer_needs import need_columns, values
from plugins.employer_needs.answering import history
from plugins.employer_needs.inviting.phone import taken_by
from plugins.employer_needs.links import path
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.queries import answers as answer_queries
from plugins.employer_needs.queries import overview as queries
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.views.blueprint import bp

READ, READ_ALL = "employer_needs.response.read", "employer_needs.response.read_all"
MANAGING = ("employer_needs.round.manage", "employer_needs.letter.manage")
MAX_QUERY = 200
ARGUMENTS = ("q", "yrkesgrupp", "kommun", "behov", "omgang", "bransch", "niva", "tid")


def reads_all() -> bool:
    """Whether this user also sees whose needs they are when the employer wants to be shown only in sums."""
    return may(current_user(), current_region(), READ_ALL)


def visible(item: CompetenceNeed | Response) -> bool:
    """Whether this user may see that a need, or an answer, is this employer's."""
    if isinstance(item, CompetenceNeed) and item.secret and item.region_id != current_region().id:
        return False
    return item.visibility in values.NAMED or reads_all()


def _filters() -> queries.Filters:
    args = request.args
    return queries.Filters(
        group=args.get("yrkesgrupp", "")[:4],
        municipality=args.get("kommun", "")[:4],
        kind=args.get("behov", "")[:20],
        round_id=args.get("omgang", type=int),
        query=args.get("q", "").strip()[:MAX_QUERY],
        section=args.get("bransch", "")[:1],
        level=args.get("niva", "")[:30],
        horizon=args.get("tid", "")[:20],
        replaced_too=True,
    )


@bp.get("/behov")
@requires(GET=READ)
def need_list() -> str:
    """Every published need that may stand by itself, narrowed by filters that stay in the address."""
    filters = _filters()
    groups, rounds = queries.group_choices(), queries.round_choices()
    places = [(place.code, place.name) for place in municipalities(current_region())]
    return render_template(
        "employer_needs/staff/needs.html",
        page=queries.need_page(filters, number=request.args.get("page", 1, type=int), all_rows=reads_all()),
        hidden=0 if reads_all() else queries.hidden(filters),
        filters=filters,
        groups=groups,
        places=places,
        rounds=rounds,
        kinds=list(values.NEED_KIND.items()),
        sections=sections(),
        levels=list(values.LEVEL.items()),
        horizons=list(values.HORIZON.items()),
        chips=_chips(filters, dict(groups), dict(places), dict(rounds)),
        downloads={kind: path("needs_file", kind=kind, **_arguments()) for kind in ("csv", "xlsx")},
    )


def _arguments(without: str = "") -> dict[str, str]:
    return {name: request.args[name] for name in ARGUMENTS if request.args.get(name) and name != without}


def _chips(filters: queries.Filters, groups: dict[str, str], places: dict[str, str], rounds: dict[int, str]) -> list[tuple[Any, str]]:
    chosen = [
        ("q", filters.query and f"”{filters.query}”"),
        ("yrkesgrupp", filters.group and groups.get(filters.group, filters.group)),
        ("kommun", filters.municipality and places.get(filters.municipality, filters.municipality)),
        ("behov", values.NEED_KIND.get(filters.kind)),
        ("omgang", rounds.get(filters.round_id) if filters.round_id is not None else ""),
        ("bransch", filters.section and dict(sections()).get(filters.section, _("Okänd bransch"))),
        ("niva", values.LEVEL.get(filters.level)),
        ("tid", values.HORIZON.get(filters.horizon)),
    ]
    return [(label, path("need_list", **_arguments(without=name))) for name, label in chosen if label]


@bp.get("/behov.csv", defaults={"kind": "csv"})
@bp.get("/behov.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ)
def needs_file(kind: Kind) -> HttpResponse:
    """The list as a file, with the same filters."""
    header = [
        _("Yrke med egna ord"),
        _("Yrke"),
        _("Yrkesgrupp (SSYK 2012)"),
        _("Yrkesgruppens namn"),
        _("Organisation"),
        _("Kommun"),
        _("Varför"),
        *(str(label) for label in values.HORIZON.values()),
        _("Utbildningsnivå"),
        _("Bristvärde (1–5)"),
        _("Distans går bra"),
        _("Praktikplatser per år"),
        _("Kompetenser"),
        _("Referens"),
        _("Skickat"),
        *need_columns.header(),
    ]
    rows = [_csv_row(need, response) for need, response in queries.need_rows(_filters(), all_rows=reads_all())]
    return download(kind, _("kompetensbehov"), header, rows)


def _csv_row(need: CompetenceNeed, response: Response) -> list[Any]:
    return [
        need.local_title,
        need.occupation_label,
        need.occupation_group,
        need.group_label,
        response.organisation_name,
        name_of(need.municipality_code or ""),
        str(values.NEED_KIND[need.kind or ""]),
        need.headcount_0_1,
        need.headcount_1_3,
        need.headcount_3_5,
        str(values.LEVEL[need.level or ""]),
        need.shortage,
        _("ja") if need.distance_acceptable else _("nej"),
        need.placements_offered,
        ", ".join(skill["label"] for skill in need.skills),
        response.reference,
        need.published_at.date().isoformat() if need.published_at else "",
        *need_columns.row(need),
    ]


def _manages(need: CompetenceNeed) -> bool:
    """Whether this user may mark the need as secret and enter letters about it: it must be this region's own."""
    user, region = current_user(), current_region()
    return (
        need.region_id == region.id
        and may(user, region, "employer_needs.round.manage")
        and may(user, region, "employer_needs.letter.manage")
    )


@bp.get("/behov/<int:need_id>")
@requires(GET=READ)
def need_page(need_id: int) -> str:
    """One need and its story."""
    need, response = queries.need_with_response(need_id)
    trail = answer_queries.trails([need])[need.id]
    return render_template(
        "employer_needs/staff/need.html", need=need, response=response, trail=trail, visible=visible(need), may_manage=_manages(need)
    )


@bp.get("/omgangar/<int:round_id>/svar/<int:response_id>")
@requires(GET=READ)
def answer_page(round_id: int, response_id: int) -> str:
    """One answer as it was sent."""
    response = queries.sent_response(response_id, round_id)
    return render_template(
        "employer_needs/staff/answer.html",
        response=response,
        contact=shown_contact(response.contact_email, response.contact_name, response.contact_email, response.contact_phone),
        survey_round=round_queries.round_row(round_id).round,
        needs=[need for need in answer_queries.needs_of(response) if not need.secret or need.region_id == current_region().id],
        visible=visible(response),
        own=own_questions.own(response),
        taken_by=taken_by(response),
        steps=history.steps(history.versions(response)),
    )
