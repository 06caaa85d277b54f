"""The published figures, for everybody: one page, a table of two properties at a time, and files."""

from __future__ import annotations

from typing import Any

from flask import Response as HttpResponse
from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from core.files.sheets import Kind, download
from core.i18n import gettext as _
from core.regions.queries import municipalities
from core.statistics import OTHER
from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.schematic_map import draw_areas
from plugins.employer_needs.dashboards import exports, published
from plugins.employer_needs.dashboards import public_board as boards
from plugins.employer_needs.dashboards.board import change_finding
from plugins.employer_needs.dashboards.published import Issue
from plugins.employer_needs.links import path
from plugins.employer_needs.views.blueprint import bp

READ = "employer_needs.response.read"
ARGUMENTS = {"yrkesgrupp": "occupation", "kommun": "municipality", "tid": "horizon"}


def _issue(issues: list[Issue]) -> Issue:
    """The round that the address asks for; the newest when it is none of the published ones."""
    wanted = request.args.get("omgang", type=int)
    return next((each for each in issues if each.round.id == wanted), issues[0])


def _arguments(issue: Issue, issues: list[Issue], without: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {name: request.args[name][:10] for name in ARGUMENTS if request.args.get(name) and name != without}
    return found if issue is issues[0] or without == "omgang" else {"omgang": issue.round.id, **found}


@bp.get("/siffror")
@public("GET")
def public_figures() -> str:
    """What employers need, as far as it may be told."""
    region = current_region()
    issues = published.issues(region)
    back = path("overview") if may(current_user(), region, READ) else ""
    if not issues:
        return render_template("employer_needs/figures/none.html", back_url=back)
    issue = _issue(issues)
    chosen = {column: request.args[name][:10] for name, column in ARGUMENTS.items() if request.args.get(name)}
    board = boards.public_board(region, issues, issue, chosen)
    places = board.lines.get("municipality", ())
    values: dict[str, float | None] = dict.fromkeys((place.code for place in municipalities(region)), None)
    values |= {line.value: line.people for line in places if line.value in values}
    options = {
        "omgang": (_("Omgång"), [(str(each.round.id), each.round.title) for each in issues]),
        "yrkesgrupp": (_("Yrkesgrupp"), board.options["occupation"]),
        "kommun": (_("Kommun"), board.options["municipality"]),
        "tid": (_("När"), board.options["horizon"]),
    }
    given = _arguments(issue, issues)
    return render_template(
        "employer_needs/figures/public.html",
        board=board,
        issue=issue,
        issues=issues,
        options=options,
        chosen={"omgang": issue.round.id, **given},
        chips=[
            (dict(options[name][1]).get(str(value), value), path("public_figures", **_arguments(issue, issues, without=name)))
            for name, value in given.items()
        ],
        map=draw_areas(values) if places else None,
        findings={name: boards.top_finding(lines) for name, lines in board.lines.items()},
        round_finding=change_finding(
            [each.round.title for each in reversed(issues)], [each.publication.people for each in reversed(issues)]
        ),
        files={table: _files(table, issue) for table in published.TABLES if table in issue.tables},
        titles=exports.TITLES,
        pairs=boards.pair_tables(issue),
        other=OTHER,
        back_url=back,
    )


def _files(table: str, issue: Issue) -> dict[str, str]:
    return {kind: path("public_file", kind=kind, tabell=table, omgang=issue.round.id) for kind in ("csv", "xlsx")}


def _table() -> str:
    """The table that the address asks for."""
    wanted = request.args.get("tabell", "")
    return wanted if wanted in published.TABLES else "occupation"


@bp.get("/siffror.csv", defaults={"kind": "csv"})
@bp.get("/siffror.xlsx", defaults={"kind": "xlsx"})
@public("GET")
def public_file(kind: Kind) -> HttpResponse:
    """One published table as a file: of one round, or of all."""
    region = current_region()
    issues = published.issues(region)
    chosen = [each for each in issues if each.round.id == request.args.get("omgang", type=int)]
    table = _table()
    return download(kind, f"{_('behov')}-{table}-{region.slug}", exports.header(table), exports.rows(region, chosen or issues, table))


@bp.get("/siffror/tabell")
@public("GET")
def public_table() -> ResponseReturnValue:
    """A table of two properties, whole. Where none is published, the page of all figures says so."""
    region = current_region()
    issues = published.issues(region)
    issue = _issue(issues) if issues else None
    shown = boards.pair_tables(issue) if issue else []
    if issue is None or not shown:
        return redirect(path("public_figures"))
    wanted = request.args.get("tabell", "")
    table = wanted if wanted in shown else shown[0]
    cells = published.cells(region, [issue.publication.id], [table])[issue.publication.id, table]
    row_names, column_names = exports.cell_names(table, cells)
    found = {(cell.row, cell.column): cell.people for cell in cells}
    columns = sorted(column_names, key=lambda code: (code == OTHER, column_names[code] if table == "occupation_municipality" else code))
    return render_template(
        "employer_needs/figures/table.html",
        issue=issue,
        table=table,
        title=exports.TITLES[table],
        header=[column_names[code] for code in columns],
        rows=[
            (row_names[code], [found[code, column] for column in columns])
            for code in sorted(row_names, key=lambda code: (code == OTHER, row_names[code]))
        ],
        others=[(exports.TITLES[name], path("public_table", tabell=name, omgang=issue.round.id)) for name in shown if name != table],
        files=_files(table, issue),
        back_url=path("public_figures", omgang=issue.round.id),
    )
