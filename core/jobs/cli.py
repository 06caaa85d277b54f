"""`samkraft worker`, `samkraft relay` and `samkraft scheduler`: the parts of the queue, each in a process of its own."""

from __future__ import annotations

import click

from core.cli import application

QUEUES = ("mail", "default", "slow")  # as in core.jobs.connection, which loads more than a list of commands needs


@click.command("worker")
@click.option("--queues", default=",".join(QUEUES), show_default=True, help="Which queues, the most urgent first.")
@click.option("--burst", is_flag=True, help="End when the queues are empty, instead of waiting for more.")
def worker(queues: str, burst: bool) -> None:
    """Run jobs. Start as many as there is work for, and one with `--queues slow`, so that long jobs hold up no mail.

    Takes the ids of jobs from Redis (REDIS_URL), mail first, and runs each in a process of its own, so that a job that
    crashes or hangs harms nobody else. SIGTERM lets the running job finish. Needs a relay somewhere.
    """
    chosen = [name.strip() for name in queues.split(",")]
    if unknown := [name for name in chosen if name not in QUEUES]:
        raise click.BadParameter(f"there is no queue '{unknown[0]}'; there are {', '.join(QUEUES)}.", param_hint="--queues")
    from core.jobs.worker import work
    from core.runtime import logs
    from core.runtime.memory import prepare_to_fork

    logs.configure()
    prepare_to_fork(application())
    work(application(), queues=chosen, burst=burst)


@click.command("relay")
def relay() -> None:
    """Hand over jobs that are due to the workers.

    Reads the outbox in the database, where everything waits that must be done, and hands its ids to Redis; again when no
    worker answers. Without Redis it runs the jobs itself, slowly. One is enough; two make a failure harmless.
    """
    from core.jobs.relay import serve
    from core.runtime import logs

    logs.configure()
    serve(application())


@click.command("scheduler")
def scheduler() -> None:
    """Fire scheduled jobs, such as nightly clearing and reminders.

    Each time of each job is fired once, however many schedulers run. After a standstill the latest missed time is fired.
    Times mean Swedish time, also on the days when the clocks change.
    """
    from core.jobs.schedule import serve
    from core.runtime import logs

    logs.configure()
    serve(application())


commands: list[click.Command] = [worker, relay, scheduler]
