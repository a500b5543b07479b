"""Entries can be written and sealed, never changed or removed: kept by the database itself."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEALING_ONLY = """
    NEW.id IS NOT OLD.id OR NEW.chain_id IS NOT OLD.chain_id OR NEW.at IS NOT OLD.at
    OR NEW.verb IS NOT OLD.verb OR CAST(NEW.facts AS TEXT) IS NOT CAST(OLD.facts AS TEXT)
    OR NEW.actor_id IS NOT OLD.actor_id OR NEW.target_id IS NOT OLD.target_id
    OR NEW.personal_digest IS NOT OLD.personal_digest OR OLD.batch_id IS NOT NULL
"""

SQLITE = (
    f"""CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE ON journal_entry WHEN {SEALING_ONLY}
    BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END""",
    """CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'journal entries are never removed'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'journal entries are never changed or removed'; END $$""",
    "CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE ON journal_entry FOR EACH ROW WHEN ("
    + SEALING_ONLY.replace("IS NOT NULL", "IS_SET")
    .replace("IS NOT", "IS DISTINCT FROM")
    .replace("IS_SET", "IS NOT NULL")
    + ") EXECUTE FUNCTION journal_entry_refuse()",
    """CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()""",
)


def forbid_changes(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def allow_changes(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on_table = "" if schema_editor.connection.vendor == "sqlite" else " ON journal_entry"
    schema_editor.execute(f"DROP TRIGGER journal_entry_unchanged{on_table}")
    schema_editor.execute(f"DROP TRIGGER journal_entry_kept{on_table}")
    if on_table:
        schema_editor.execute("DROP FUNCTION journal_entry_refuse()")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_journal_and_outbox")]
    operations = [migrations.RunPython(forbid_changes, allow_changes)]
