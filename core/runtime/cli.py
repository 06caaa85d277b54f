"""`samkraft run` and `samkraft web`. Light: `run` must not load the application."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("run")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port of the web server; 0 takes any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 lets other machines in.")
@click.option("--no-seed", is_flag=True, help="Do not make demo data.")
@click.option(
    "--regions", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Regions to apply instead of config/regions.toml."
)
def run(port: int, host: str, no_seed: bool, regions: Path | None) -> None:
    """Start everything on this machine: web, worker, relay, scheduler and a queue server, with demo data.

    \b
    Needs no other service. Everything is kept in the data folder (SAMKRAFT_DATA, else ./var); remove it to start afresh.
    DATABASE_URL and REDIS_URL move the same to PostgreSQL and Redis.
    Ctrl-C stops all of it, and lets running requests and jobs finish; twice does not wait.
    In production, run the parts by themselves: samkraft web, worker, relay and scheduler.
    """
    from core.runtime.supervisor import CannotRun, supervise

    try:
        sys.exit(supervise(host=host, port=port, seed=not no_seed, regions=str(regions) if regions else None))
    except CannotRun as error:
        click.echo(f"samkraft: {error}", err=True)
        sys.exit(1)


@click.command("web")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port, or unix:/path/to/socket.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes; about one per processor core.")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads of each process.")
def web(bind: str, workers: int, threads: int) -> None:
    """Serve the web application with gunicorn, for production behind a reverse proxy.

    \b
    Set SAMKRAFT_SECRET_KEY, DATABASE_URL, REDIS_URL and SAMKRAFT_PUBLIC_URL first, then: samkraft upgrade
    SIGTERM stops it; running requests get 30 seconds to finish.
    """
    from core.cli import application
    from core.runtime import logs
    from core.runtime.web import serve

    logs.configure()
    serve(application(), bind=bind, workers=workers, threads=threads)


commands: list[click.Command] = [run, web]
