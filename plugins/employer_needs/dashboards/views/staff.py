"""The strategist's dashboard: every figure, narrowed by what stands in the address, with links to the needs behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response as HttpResponse
from flask import render_template, request
from markupsafe import Markup

from core.files.sheets import Kind, download
from core.i18n import gettext as _
from core.organisations.sni import sections
from core.regions.queries import municipalities
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.schematic_map import draw_areas
from plugins.employer_needs.dashboards import board as boards
from plugins.employer_needs.dashboards import labels, published, publishing, queries
from plugins.employer_needs.dashboards.counting import HORIZONS
from plugins.employer_needs.dashboards.models import NOW
from plugins.employer_needs.dashboards.queries import Choice
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import overview as need_queries
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.values import LEVEL
from plugins.employer_needs.views.blueprint import bp

READ, MANAGE = "employer_needs.response.read", "employer_needs.round.manage"
NAMES = ("omgang", *labels.ARGUMENTS, "tid")


def choice_of_request() -> tuple[Choice, str]:
    """What the address asks for. A value that nothing has gives an empty page, never an error."""
    args = request.args
    scope = args.get("omgang", NOW, type=int)
    values = {column: args.get(name, "")[:30] for name, column in labels.ARGUMENTS.items()}
    return Choice(scope if 0 <= scope < 2**31 else NOW, **values), args.get("tid", "") if args.get("tid") in HORIZONS else ""


def arguments(without: str = "") -> dict[str, str]:
    """What the address asks for, as it stands there."""
    return {name: request.args[name] for name in NAMES if request.args.get(name) and name != without}


@bp.get("/")
@requires(GET=READ)
def overview() -> str:
    """The board: figures, and what is needed where."""
    region = current_region()
    choice, horizon = choice_of_request()
    found = boards.board(choice, horizon)
    places = {place.code: place.name for place in municipalities(region)}
    by_place = {row.value: row.people for row in found.rows.get("municipality_code", ())}
    options = _options(places)
    return render_template(
        "employer_needs/figures/board.html",
        board=found,
        options=options,
        chosen=arguments(),
        chips=_chips(options),
        bars={name: _bars(name, rows if name == "municipality_code" else rows[: boards.TOP]) for name, rows in found.rows.items()},
        more_groups=max(0, len(found.rows.get("occupation_group", ())) - boards.TOP),
        map=draw_areas({**dict.fromkeys(places, 0), **by_place}) if "municipality_code" in found.rows else None,
        findings={
            "occupation_group": boards.occupation_finding(found),
            "municipality_code": boards.place_finding(found),
            "section": boards.share_finding(found.rows.get("section", ())),
            "level": boards.share_finding(found.rows.get("level", ())),
            "horizon": boards.horizon_finding(found.total),
            "rounds": boards.change_finding([each.title for each in found.rounds], found.series[0][1]) if found.series else "",
        },
        files={name: _files(name) for name in (*labels.ARGUMENTS.values(), "round")},
        list_url=path("need_list", **_list_arguments()),
        open_round=round_queries.open_round(region),
        unpublished=publishing.waiting(region) if may(current_user(), region, MANAGE) else None,
        has_published=bool(published.issues(region)),
    )


def _list_arguments(**more: str) -> dict[str, str]:
    """The list's own filters are called the same; horizons are called as the columns."""
    found = {**arguments(), **more}
    return {**found, "tid": f"headcount_{found['tid']}"} if "tid" in found else found


def _bars(dimension: str, rows: Sequence[boards.Row]) -> list[tuple[Any, int, str]]:
    """Rows of a chart. The name leads to the needs behind the figure."""
    name = next(argument for argument, column in labels.ARGUMENTS.items() if column == dimension)
    link = Markup('<a href="{}">{}</a>')
    return [
        (
            link.format(path("need_list", **_list_arguments(**{name: row.value})), row.name),
            row.people,
            _("%(employers)s arbetsgivare, %(needs)s behov", employers=row.employers, needs=row.needs),
        )
        for row in rows
    ]


def _options(places: dict[str, str]) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """The filters: argument, what it is called, and what can be chosen."""
    return {
        "omgang": (_("Omgång"), [(str(key), title) for key, title in need_queries.round_choices()]),
        "yrkesgrupp": (_("Yrkesgrupp"), _groups()),
        "kommun": (_("Kommun"), sorted(places.items(), key=lambda pair: pair[1])),
        "bransch": (_("Bransch"), sections()),
        "niva": (_("Utbildningsnivå"), [(value, str(label)) for value, label in LEVEL.items()]),
        "tid": (_("När"), [(horizon, str(labels.HORIZON[horizon])) for horizon in HORIZONS]),
    }


def _groups() -> list[tuple[str, str]]:
    """The occupation groups that needs which count today have, by name."""
    names = labels.names("occupation_group", (each.value for each in queries.by(Choice(), "occupation_group")))
    return sorted(names.items(), key=lambda pair: pair[1])


def _chips(options: dict[str, tuple[str, list[tuple[str, str]]]]) -> list[tuple[str, str]]:
    chosen = arguments()
    return [(dict(options[name][1]).get(value, value), path("overview", **arguments(without=name))) for name, value in chosen.items()]


def _files(by: str) -> dict[str, str]:
    return {kind: path("figures_file", kind=kind, efter=by, **arguments()) for kind in ("csv", "xlsx")}


@bp.get("/panel.csv", defaults={"kind": "csv"})
@bp.get("/panel.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ)
def figures_file(kind: Kind) -> HttpResponse:
    """One of the board's tables as a file, whole, with the same filters."""
    choice, _horizon = choice_of_request()
    by = request.args.get("efter", "")
    if by == "round":
        rounds = queries.rounds()
        figures = queries.by_round(choice, [each.id for each in rounds])
        rows = [(each.title, found) for each in rounds if (found := figures.get((each.id, "")))]
        first: tuple[Any, ...] = (_("Omgång"),)
        named: list[tuple[Any, ...]] = [(title, *_numbers(found)) for title, found in rows]
    else:
        by = by if by in labels.ARGUMENTS.values() else "occupation_group"
        found_rows = queries.by(choice, by)
        names = labels.names(by, (each.value for each in found_rows))
        first = (_("Kod"), labels.DIMENSION[by])
        named = [(each.value, names[each.value], *_numbers(each)) for each in found_rows]
    header = [*first, *(labels.HORIZON[horizon] for horizon in HORIZONS), _("Personer"), _("Behov"), _("Arbetsgivare")]
    return download(kind, f"{_('kompetensbehov')}-{by}-{current_region().slug}", header, named)


def _numbers(figure: queries.Figure) -> tuple[int, ...]:
    return (*figure.people, sum(figure.people), figure.needs[0], figure.employers[0])
