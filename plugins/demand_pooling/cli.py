"""`samkraft demand-pooling …` and `samkraft pooling …`"""

from __future__ import annotations

import click

from core.db import region_scope
from core.errors import DomainError
from core.regions.queries import by_slug, readable_region_ids
from plugins.demand_pooling.solving.cli import pooling


@click.command("recluster")
@click.argument("region")
def recluster_command(region: str) -> None:
    """Make all clusters of REGION (its short name) anew, now. Safe to run at any time."""
    from plugins.demand_pooling.jobs import recluster
    from plugins.demand_pooling.queries import figures
    from plugins.demand_pooling.service import ALL_GROUPS

    found = by_slug(region)
    if found is None:
        raise DomainError(f"There is no region '{region}'. `samkraft regions export` lists those there are.")
    with region_scope(found.id, read=readable_region_ids(found, "demand_pooling")):
        recluster(found, groups=[ALL_GROUPS])
        now = figures(found)
    click.echo(f"{now.clusters} clusters, {now.viable} of them large enough for a class.")


commands: list[click.Command] = [recluster_command, pooling]
