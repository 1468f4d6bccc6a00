from django.db import migrations

from unionhall.history.operations import AppendOnly, GrowOnly


def order_by_characters(apps, schema_editor):
    """Verification walks rows and anchors side by side, so both must be in the order of code points."""
    if schema_editor.connection.vendor != "postgresql":
        return  # SQLite compares bytes as it is
    for table in ("history_entry", "history_chainhead"):
        schema_editor.execute(
            f'ALTER TABLE {table} ALTER COLUMN chain TYPE varchar(80) COLLATE "C"'
        )
    # A head is rewritten with every act; room in its page keeps that off the index.
    schema_editor.execute("ALTER TABLE history_chainhead SET (fillfactor = 50)")


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        migrations.RunPython(order_by_characters, migrations.RunPython.noop),
        AppendOnly("Entry"),
        GrowOnly("ChainHead"),
    ]
