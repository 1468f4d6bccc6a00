"""What the database itself keeps: no overlapping spells, and the sort key beside each spell."""

from django.db import migrations

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE members_spell ADD CONSTRAINT no_overlapping_spells EXCLUDE USING gist (
    person_id WITH =, organisation_id WITH =, daterange(from_on, until_on) WITH &&);

CREATE FUNCTION members_take_name_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT name_key INTO NEW.name_key FROM members_person WHERE id = NEW.person_id;
    RETURN NEW;
END $$;
CREATE TRIGGER members_take_name_key BEFORE INSERT ON members_spell
    FOR EACH ROW WHEN (NEW.name_key = '') EXECUTE FUNCTION members_take_name_key();

CREATE FUNCTION members_give_name_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE members_spell SET name_key = NEW.name_key WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER members_give_name_key AFTER UPDATE OF name_key ON members_person
    FOR EACH ROW WHEN (NEW.name_key <> OLD.name_key) EXECUTE FUNCTION members_give_name_key();
"""
POSTGRESQL_BACK = """
DROP TRIGGER members_give_name_key ON members_person;
DROP TRIGGER members_take_name_key ON members_spell;
DROP FUNCTION members_give_name_key();
DROP FUNCTION members_take_name_key();
ALTER TABLE members_spell DROP CONSTRAINT no_overlapping_spells;
"""
OVERLAP = """
BEGIN
    SELECT RAISE(ABORT, 'no_overlapping_spells') FROM members_spell
    WHERE person_id = NEW.person_id AND organisation_id = NEW.organisation_id AND id IS NOT NEW.id
      AND from_on < COALESCE(NEW.until_on, '9999-12-31')
      AND NEW.from_on < COALESCE(until_on, '9999-12-31');
END
"""
SQLITE = [
    f"CREATE TRIGGER members_no_overlap_insert BEFORE INSERT ON members_spell {OVERLAP}",
    "CREATE TRIGGER members_no_overlap_update BEFORE UPDATE OF person_id, organisation_id, from_on,"
    f" until_on ON members_spell {OVERLAP}",
    """CREATE TRIGGER members_take_name_key AFTER INSERT ON members_spell WHEN NEW.name_key = ''
    BEGIN
        UPDATE members_spell SET name_key = (SELECT name_key FROM members_person WHERE id = NEW.person_id)
        WHERE id = NEW.id;
    END""",
    """CREATE TRIGGER members_give_name_key AFTER UPDATE OF name_key ON members_person
    WHEN NEW.name_key <> OLD.name_key
    BEGIN
        UPDATE members_spell SET name_key = NEW.name_key WHERE person_id = NEW.id;
    END""",
]
SQLITE_BACK = [f"DROP TRIGGER {statement.split()[2]}" for statement in reversed(SQLITE)]


def set_up(apps, editor):
    for statement in [POSTGRESQL] if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def take_down(apps, editor):
    for statement in [POSTGRESQL_BACK] if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(set_up, take_down)]
