"""Migration operation that forbids changing or deleting the rows of a table, on SQLite and
PostgreSQL."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only()
"""
VERBS = ("UPDATE", "DELETE")


def append_only(table: str) -> migrations.RunPython:
    """Operation that makes `table` append-only for every client of the database."""

    def forbid(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRESQL_FUNCTION.format(table=table))
            statement = POSTGRESQL
        else:
            statement = SQLITE
        for verb in VERBS:
            schema_editor.execute(statement.format(table=table, verb=verb))

    def allow(apps, schema_editor):
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for verb in VERBS:
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on_table}")

    return migrations.RunPython(forbid, allow)
