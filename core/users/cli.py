"""`samkraft users …`"""

from __future__ import annotations

import click

from core.cli import AppGroup


@click.group("users", cls=AppGroup)
def users() -> None:
    """People and their roles."""


@users.command("grant")
@click.argument("email")
@click.argument("region")
@click.argument("role")
@click.option("--name", default="", help="The person's name, if the account is new.")
def grant(email: str, region: str, role: str, name: str) -> None:
    """Give the person with EMAIL a ROLE in REGION (its short name). Makes the account if there is none.

    This is how the first administrator of a region is made: samkraft users grant ANNA@EXAMPLE.SE norrland region_admin
    """
    from core.db import atomic
    from core.errors import DomainError
    from core.regions.queries import by_slug
    from core.users.service import ensure_user, grant_role

    found = by_slug(region)
    if found is None:
        raise DomainError(f"There is no region '{region}'. `samkraft regions export` lists those there are.")
    with atomic():
        user = ensure_user(email=email, name=name)
        grant_role(user=user, region=found, role=role)
    click.echo(f"{user.email} is {role} in {region}.")


commands: list[click.Command] = [users]
