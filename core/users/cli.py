"""`samkraft users …`"""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

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
    from core.memberships.services.break_glass import tell_of_command_line
    from core.regions.queries import by_slug
    from core.users.queries import roles_held
    from core.users.service import ensure_user, grant_role

    found = by_slug(region)
    if found is None:
        raise DomainError(f"There is no region '{region}'. `samkraft regions export` lists those there are.")
    with atomic():
        user = ensure_user(email=email, name=name)
        if role not in {held.role for held in roles_held(user, found)}:
            grant_role(user=user, region=found, role=role)
            tell_of_command_line(region=found, user=user, role=role)
    click.echo(f"{user.email} is {role} in {region}.")


@users.command("reset-mfa")
@click.argument("email")
def reset_mfa(email: str) -> None:
    """Take away the second factors of the person with EMAIL, who has lost the phone. All sessions end; the person is told by mail.

    Make sure first that it is that person who asks: call back on a number that you had before.
    """
    from core.db import atomic
    from core.errors import DomainError
    from core.users.second import reset_factors
    from core.users.service import find_user

    user = find_user(email)
    if user is None:
        raise DomainError(f"There is no account with the address {email}.")
    with atomic():
        had = reset_factors(user)
    click.echo(f"{user.email} has no second factor now." if had else f"{user.email} had no second factor. All sessions are ended.")


@users.command("breached-list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def breached_list(file: Path) -> None:
    """Refuse the passwords in FILE too: one password or SHA-1 in hex (with or without :count) on each line. Replaces an earlier list."""
    from core.users.breached import OWN, write_list

    with file.open(encoding="utf-8", errors="replace") as lines:
        count = write_list(lines, current_app.extensions["samkraft_settings"].data_dir / OWN)
    click.echo(f"{count} passwords are refused, in addition to those that are shipped.")


@click.group("keys", cls=AppGroup)
def keys() -> None:
    """Keys that encrypt secrets in the database."""


@keys.command("rotate")
def rotate() -> None:
    """Write everything that is encrypted anew with the current secret_key.

    Leave the earlier ones in old_secret_keys all the same: seals of the audit log and signed backups are checked with them.
    """
    from core.db import atomic
    from core.encrypted import reencrypt_all

    with atomic():
        count = reencrypt_all()
    click.echo(f"{count} secrets are written anew. Everything is encrypted with the current key.")


@keys.command("check")
def check_keys() -> None:
    """Say which secrets are in use by their ids. Ends with 1 when one is missing that sealed entries of the audit log."""
    from core.monitoring.installation import secrets

    missing = False
    for finding in secrets():
        click.echo(finding.text)
        missing = missing or finding.status == "fail"
    if missing:
        raise SystemExit(1)


commands: list[click.Command] = [users, keys]
