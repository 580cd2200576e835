"""The databases of tests: as the application's own role, in its own place."""

from django.db import connection


def test_a_test_works_as_the_application_and_not_as_the_owner(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolsuper, rolbypassrls, rolcreatedb "
            "from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == ("sharewell_app", False, False, False)
