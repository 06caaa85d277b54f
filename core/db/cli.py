"""`samkraft upgrade` and `samkraft db …`"""

from __future__ import annotations

import click

from core.cli import AppCommand, AppGroup


def upgrade_installation() -> list[str]:
    """Migrate every owner, then write what the code declares: municipalities, the demo's occupations, roles' permissions."""
    from core.db import atomic, migrate
    from core.geo.service import sync_municipalities
    from core.organisations.service import refresh_keys
    from core.plugins.registry import registry
    from core.taxonomy.service import sync_demo_taxonomy
    from core.users.service import sync_permissions

    changed = migrate.upgrade_all()
    with atomic():
        sync_municipalities()
        refresh_keys()
        sync_demo_taxonomy()
        sync_permissions(registry())
    return changed


@click.command("upgrade", cls=AppCommand)
def upgrade() -> None:
    """Bring the database to the newest version, core first, then each plugin. Safe to run again."""
    changed = upgrade_installation()
    click.echo(f"Upgraded: {', '.join(changed)}." if changed else "The database is up to date.")


@click.group("db", cls=AppGroup)
def database() -> None:
    """Migrations, for those who write them."""


@database.command("revision")
@click.argument("owner")
@click.option("--message", "-m", required=True, help="What the revision does, in a few words.")
def revision(owner: str, message: str) -> None:
    """Write a migration of OWNER (core or a plugin) from the difference between its models and the database."""
    from core.db import migrate

    click.echo(f"Wrote {migrate.make_revision(owner, message)}. Read it before you commit it.")


@database.command("downgrade")
@click.argument("owner")
@click.argument("target", default="base")
@click.confirmation_option(prompt="Downgrading to base drops the owner's tables and all that is in them. Go on?")
def downgrade(owner: str, target: str) -> None:
    """Take OWNER back to the revision TARGET; `base` removes its tables."""
    from core.db import migrate

    migrate.downgrade(owner, target)
    click.echo(f"{owner} is at {target}.")


@database.command("grant-app-role")
@click.argument("role")
def grant_app_role(role: str) -> None:
    """Let the database ROLE serve this installation without owning its tables. Run it as the role that migrates.

    \b
    ROLE reads and writes rows and nothing else; row-level security holds it inside the region of each request.
    Then give the services a DATABASE_URL with ROLE, and `samkraft upgrade` the owner's.
    """
    from core.db import db, rls

    with db.engine.connect() as connection:
        rls.grant(connection, role)
    click.echo(f"{role} may read and write the rows of all tables.")


commands: list[click.Command] = [upgrade, database]
