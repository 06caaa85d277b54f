"""`python -m bench [--small] [NAME …]`: runs every benchmark and prints one table."""

from __future__ import annotations

import importlib
import time
import traceback
from pathlib import Path
from typing import cast

import click

from bench import Benchmark, Figure

HEADER = ("figure", "value", "target", "")


def names() -> list[str]:
    """Every benchmark there is, by its short name."""
    return sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--small", is_flag=True, help="Less data and fewer rounds: a look that takes seconds, not a figure to quote.")
@click.argument("only", nargs=-1, metavar="[NAME]…")
def main(small: bool, only: tuple[str, ...]) -> None:
    """Measure speed and memory. With NAMEs, only those benchmarks (bench/bench_NAME.py).

    A figure that misses its target is shown as such and does not fail the command; a benchmark that cannot run does.
    """
    if unknown := sorted(set(only) - set(names())):
        raise click.UsageError(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(names())}.")
    failed = []
    for name in only or names():
        click.echo(f"{name} …", err=True)
        begun = time.monotonic()
        try:
            figures = cast(Benchmark, importlib.import_module(f"bench.bench_{name}")).run(small)
        except Exception:
            failed.append(name)
            click.echo(f"{name} could not be run:\n{traceback.format_exc()}", err=True)
            continue
        click.echo(f"\n{name}{' (small)' if small else ''}, {time.monotonic() - begun:.0f} s")
        click.echo("\n".join(table(figures)))
    if failed:
        raise SystemExit(1)


def table(figures: list[Figure]) -> list[str]:
    """The figures as lines of text, columns aligned."""
    rows = [HEADER, *(row(figure) for figure in figures)]
    widths = [max(len(r[i]) for r in rows) for i in range(3)]
    return [f"  {a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d}".rstrip() for a, b, c, d in rows]


def row(figure: Figure) -> tuple[str, str, str, str]:
    """Name, value, target, and the verdict with its note."""
    target = "" if figure.target is None else f"{'≥' if figure.at_least else '≤'} {number(figure.target)} {figure.unit}"
    verdict = {None: "", True: "met", False: "NOT MET"}[figure.met]
    words = [verdict, f"of {figure.ratio_to}" if figure.ratio_to else "", figure.note]
    unit = figure.unit or ("×" if figure.ratio_to else "")
    return figure.name, f"{number(figure.value)} {unit}".strip(), target, "; ".join(word for word in words if word)


def number(value: float) -> str:
    """Three figures that count, and no more."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()
