"""What the database itself refuses: offices of one organisation that may not be held at once."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION organisations_refuse_barred_offices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.until_on = NEW.from_on THEN
        RETURN NEW;
    END IF;
    -- Of two mandates given at the same moment, the second waits here and then sees the first.
    PERFORM 1 FROM organisations_organisation WHERE id = NEW.organisation_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM organisations_mandate held
        JOIN organisations_officebar bar ON bar.office = NEW.office AND bar.other = held.office
        WHERE held.organisation_id = NEW.organisation_id AND held.id <> NEW.id
          AND (bar.by_anybody OR held.user_id = NEW.user_id)
          AND held.until_on IS DISTINCT FROM held.from_on
          AND daterange(held.from_on, held.until_on) && daterange(NEW.from_on, NEW.until_on)
    ) THEN
        RAISE EXCEPTION 'barred_offices' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisations_refuse_barred_offices
    BEFORE INSERT OR UPDATE OF user_id, organisation_id, office, from_on, until_on
    ON organisations_mandate
    FOR EACH ROW EXECUTE FUNCTION organisations_refuse_barred_offices();
"""
POSTGRESQL_BACK = """
DROP TRIGGER organisations_refuse_barred_offices ON organisations_mandate;
DROP FUNCTION organisations_refuse_barred_offices();
"""
REFUSE = """
WHEN NEW.until_on IS NOT NEW.from_on
BEGIN
    SELECT RAISE(ABORT, 'barred_offices')
    FROM organisations_mandate held
    JOIN organisations_officebar bar ON bar.office = NEW.office AND bar.other = held.office
    WHERE held.organisation_id = NEW.organisation_id AND held.id IS NOT NEW.id
      AND (bar.by_anybody OR held.user_id = NEW.user_id)
      AND held.until_on IS NOT held.from_on
      AND held.from_on < COALESCE(NEW.until_on, '9999-12-31')
      AND NEW.from_on < COALESCE(held.until_on, '9999-12-31');
END
"""
SQLITE = [
    "CREATE TRIGGER organisations_refuse_barred_offices_insert"
    f" BEFORE INSERT ON organisations_mandate {REFUSE}",
    "CREATE TRIGGER organisations_refuse_barred_offices_update"
    " BEFORE UPDATE OF user_id, organisation_id, office, from_on, until_on"
    f" ON organisations_mandate {REFUSE}",
]
SQLITE_BACK = [f"DROP TRIGGER {statement.split()[2]}" for statement in SQLITE]


def set_up(apps, editor):
    for statement in [POSTGRESQL] if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, None)


def take_down(apps, editor):
    for statement in [POSTGRESQL_BACK] if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunPython(set_up, take_down, elidable=False)]
