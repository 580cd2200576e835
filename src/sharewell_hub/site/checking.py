"""What must be so before the service opens; each refusal says what, why and what next."""

from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError
from django.utils import timezone

from sharewell.packs import load_library
from sharewell.terms.errors import PackRefused, SealBroken, StartRefused
from sharewell_hub.site import database
from sharewell_hub.site.home import refuse_full_disk
from sharewell_hub.vault.root_key import root_key

TOO_STRONG = """
select case
    when rolsuper then 'is a superuser'
    when rolbypassrls then 'may pass by row-level security'
    when rolcreaterole then 'may make other roles'
    when exists (
        select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
        where relkind in ('r', 'p') and nspname = current_schema()
          and pg_has_role(current_user, relowner, 'usage')
    ) then 'owns tables'
end
from pg_roles where rolname = current_user
"""


def refuse_what_is_wrong() -> None:
    """Check everything, in the order in which it would hurt.

    Raises:  StartRefused at the first thing that is wrong.
    """
    for check in (
        refuse_full_disk,
        refuse_unreachable_database,
        refuse_strong_role,
        refuse_missing_migrations,
        refuse_unsafe_keys,
        refuse_faulty_packs,
        refuse_faulty_settings,
    ):
        check()


def refuse_a_demo_elsewhere() -> None:
    """Refuse to put invented people, with a password that everybody knows, among real ones."""
    if not database.embedded():
        raise StartRefused(
            what="The demo was not started: it would use the database of DATABASE_URL.",
            why="Its people are invented, their password is public, and --fresh throws all away.",
            next="Leave DATABASE_URL out for a demo, or leave --demo out.",
        )


def refuse_unreachable_database() -> None:
    """Refuse when nothing answers at the database's address."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise StartRefused(
            what="The service was not started: its database cannot be reached.",
            why=reason,
            next="See that the server runs and that DATABASE_URL names it and a role that may "
            "sign in.",
        ) from error


def refuse_strong_role() -> None:
    """Refuse to work as a role that could change what must not be changed."""
    with connection.cursor() as cursor:
        cursor.execute(TOO_STRONG)
        (reason,) = cursor.fetchone()
    if reason:
        raise StartRefused(
            what="The service was not started: its database role is too strong.",
            why=f"The role {connection.settings_dict['USER']} {reason}, so it could rewrite "
            "records that are never to be edited.",
            next="Let DATABASE_URL name a plain login role, and OWNER_DATABASE_URL the owner.",
        )


def refuse_missing_migrations() -> None:
    """Refuse tables that are older than the service."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise StartRefused(
            what=f"The service was not started: {len(plan)} migrations are missing.",
            why=f"The tables are older than this version, beginning with {plan[0][0]}.",
            next="Run sharewell-hub migrate, then start again.",
        )


def refuse_unsafe_keys() -> None:
    """Refuse a root key that is missing, damaged or open to others."""
    try:
        root_key()
    except SealBroken as broken:
        raise StartRefused(
            what="The service was not started: the vault's root key cannot be used.",
            why=broken.why,
            next=broken.next,
        ) from broken
    if not Path(settings.SHAREWELL_ROOT_KEY).parent.joinpath("signing.key").exists():
        raise StartRefused(
            what="The service was not started: the key that signs cookies is missing.",
            why=f"There is no signing.key in {Path(settings.SHAREWELL_ROOT_KEY).parent}.",
            next="Run sharewell-hub migrate, which makes one; everybody signs in again.",
        )


def refuse_faulty_packs() -> None:
    """Refuse an area's own packs that cannot be used; ours are held to their examples by tests."""
    if settings.SHAREWELL_PACKS is None:
        return
    try:
        load_library(settings.SHAREWELL_PACKS).stack(settings.SHAREWELL_STACK, timezone.localdate())
    except PackRefused as refused:
        raise StartRefused(
            what="The service was not started: a pack in SHAREWELL_PACKS cannot be used.",
            why=f"{refused.what} {refused.why}",
            next=refused.next,
        ) from refused


def refuse_faulty_settings() -> None:
    """Refuse settings, tables or addresses in which Django finds a fault."""
    serious = [fault for fault in run_checks() if fault.is_serious()]
    if serious:
        raise StartRefused(
            what="The service was not started: it is put together wrongly.",
            why=f"{serious[0].msg} ({len(serious)} in all)",
            next=serious[0].hint or "Put it right, then start again.",
        )
