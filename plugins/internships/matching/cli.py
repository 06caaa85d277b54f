"""`samkraft internships match|verify|generate`: instances and results in files, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import click

from core.cli import StandaloneGroup
from plugins.internships.matching.reading import BadFile, read_json

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("internships", cls=StandaloneGroup)
def internships() -> None:
    """Match applicants with places: instances and results in JSON files (docs/reference/matching-format.md)."""


@internships.command("match")
@click.option("--input", "source", required=True, type=_FILE, help="The instance.")
@click.option("--output", "target", required=True, type=_FILE, help="Where to write the result.")
@click.option("--policy", default="stable", show_default=True, type=click.Choice(["stable", "most_placed"]))
@click.option(
    "--ties",
    default="largest",
    show_default=True,
    type=click.Choice(["largest", "lottery"]),
    help="With stable: decide between equals so that most are placed, or by lottery alone (plain deferred acceptance).",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**63 - 1), help="Of the lottery.")
@click.option("--time-limit", default=60.0, show_default=True, type=click.FloatRange(0.1, 86_400), help="Seconds to improve the match.")
def match_command(source: Path, target: Path, policy: str, ties: str, seed: int, time_limit: float) -> None:
    """Match, and say what is promised of the result."""
    from plugins.internships.matching.format import parse
    from plugins.internships.matching.matching import match
    from plugins.internships.matching.result import in_words, to_json
    from plugins.internships.matching.verifier import verify

    try:
        instance = parse(*read_json(source, "instance"))
    except BadFile as error:
        _refuse("The instance cannot be used:", error.reasons)
    result = match(instance, policy=policy, ties=ties, seed=seed, seconds=time_limit)  # type: ignore[arg-type]
    faults = verify(instance, result)
    if faults:
        _refuse("The match that was made is wrong, and was not written:", [str(fault) for fault in faults])
    part = target.with_name(f"{target.name}.part")
    part.write_text(to_json(result), encoding="utf-8")
    part.replace(target)
    click.echo(in_words(result, len(instance.applicants)))


@internships.command("verify")
@click.option("--input", "source", required=True, type=_FILE, help="The instance.")
@click.option("--result", "made", required=True, type=_FILE, help="The result.")
def verify_command(source: Path, made: Path) -> None:
    """Check a result against its instance. Exit code 1, and a line for each broken rule, when it must not be used."""
    from plugins.internships.matching.format import parse
    from plugins.internships.matching.result import parse_result
    from plugins.internships.matching.verifier import verify

    try:
        instance = parse(*read_json(source, "instance"))
    except BadFile as error:
        _refuse("The instance cannot be used:", error.reasons)
    try:
        result = parse_result(read_json(made, "result")[0])
    except BadFile as error:
        _refuse("The result cannot be read:", error.reasons)
    faults = verify(instance, result)
    if faults:
        _refuse("The result breaks these rules:", [str(fault) for fault in faults])
    click.echo(f"Right: {result.placed} of {len(instance.applicants)} placed, every rule holds, {result.guarantee}.")


@internships.command("generate")
@click.option("--applicants", required=True, type=click.IntRange(0, 1_000_000), help="How many.")
@click.option("--seed", default=1, show_default=True, type=int, help="The same seed gives the same instance.")
@click.option("--output", "target", type=_FILE, help="Where to write it; standard output when left out.")
def generate_command(applicants: int, seed: int, target: Path | None) -> None:
    """Make up an instance, for trials."""
    from plugins.internships.matching.generate import generate

    text = json.dumps(generate(applicants, seed), ensure_ascii=False, separators=(",", ":"))
    if target is None:
        click.echo(text)
    else:
        target.write_text(text, encoding="utf-8")
        click.echo(f"{applicants} applicants: {target}")


def _refuse(title: str, reasons: list[str]) -> NoReturn:
    click.echo("\n".join([title, *(f"  {reason}" for reason in reasons)]), err=True)
    raise SystemExit(1)


commands: list[click.Command] = [internships]
