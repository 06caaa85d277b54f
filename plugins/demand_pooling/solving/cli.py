"""`samkraft pooling …`: solve, verify and generate instances in files, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from core.cli import StandaloneGroup
from plugins.demand_pooling.solving.generator import generate
from plugins.demand_pooling.solving.instance import BadInstance, Instance, parse, read_json, warnings
from plugins.demand_pooling.solving.result import Result, parse_result
from plugins.demand_pooling.solving.solver import Method, solve
from plugins.demand_pooling.solving.verify import verify

_FILE = click.Path(dir_okay=False, path_type=Path)
CERTAINTY = {
    "proven": "proven: no plan serves more",
    "solver": "one computation says that no plan serves more; a second one has not confirmed it for every part",
    "bounded": "not proven",
}


@click.group("pooling", cls=StandaloneGroup)
def pooling() -> None:
    """Choose classes for needs: instances and plans in JSON files (docs/reference/pooling-format.md)."""


@pooling.command("solve")
@click.option("--input", "source", required=True, type=_FILE, help="The instance.")
@click.option("--output", "target", required=True, type=_FILE, help="Where to write the plan.")
@click.option("--time-limit", default=60.0, show_default=True, type=click.FloatRange(0.1, 86_400), help="Seconds to improve it.")
@click.option("--method", default="improve", show_default=True, type=click.Choice(["greedy", "heuristic", "improve"]))
def solve_command(source: Path, target: Path, time_limit: float, method: Method) -> None:
    """Make a plan: most people served, then fewest classes, then the shortest travel.

    The first answer is written at once, and replaced by the improved one.
    """
    instance = _instance(source)
    for warning in warnings(instance):
        click.echo(f"Note: {warning}.", err=True)
    result = solve(instance, seconds=time_limit, method=method, first=lambda found: _write(target, found))
    _write(target, result)
    asked = sum(need.people for need in instance.needs)
    click.echo(
        f"{result.people} of {asked} people in {len(result.classes)} classes ({result.groups} groups). "
        f"At most {result.bound} could be served (gap {result.gap:.2%}): {CERTAINTY[result.certainty]}. "
        f"{result.method}, {result.seconds:.1f} s."
    )


@pooling.command("verify")
@click.option("--input", "source", required=True, type=_FILE, help="The instance.")
@click.option("--result", "plan", required=True, type=_FILE, help="The plan.")
def verify_command(source: Path, plan: Path) -> None:
    """Check a plan against its instance. Exit code 1, and a line for each broken rule, when it must not be used."""
    instance = _instance(source)
    try:
        result = parse_result(read_json(plan, "result"))
    except BadInstance as error:
        _refuse("The result cannot be read:", error.reasons)
    faults = verify(instance, result)
    if faults:
        _refuse("The plan breaks these rules:", [str(fault) for fault in faults])
    click.echo(f"Right: {result.people} people in {len(result.classes)} classes, every rule holds.")


@pooling.command("generate")
@click.option("--needs", required=True, type=click.IntRange(0, 200_000), help="How many needs.")
@click.option("--seed", default=1, show_default=True, type=int, help="The same seed gives the same instance.")
@click.option("--output", "target", required=True, type=_FILE, help="Where to write it.")
@click.option("--tight", is_flag=True, help="Few seats, so that centres fill up.")
def generate_command(needs: int, seed: int, target: Path, tight: bool) -> None:
    """Make up an instance, for trials."""
    instance = generate(needs, seed, tight=tight)
    target.write_text(instance.model_dump_json(), encoding="utf-8")
    click.echo(f"{needs} needs, {sum(need.people for need in instance.needs)} people: {target}")


def _instance(path: Path) -> Instance:
    try:
        return parse(read_json(path, "instance"))
    except BadInstance as error:
        _refuse("The instance cannot be used:", error.reasons)


def _write(path: Path, result: Result) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(result.model_dump_json(indent=1), encoding="utf-8")
    part.replace(path)


def _refuse(title: str, reasons: list[str]) -> NoReturn:
    click.echo("\n".join([title, *(f"  {reason}" for reason in reasons)]), err=True)
    raise SystemExit(1)
