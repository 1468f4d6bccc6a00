"""What the database itself keeps: no overlapping spells, and the sort key and facts beside each spell."""

from django.db import migrations

# Set-wise, because an exclusion constraint doubles the time of a large import. Locking the people (but
# for those this very transaction made) lets a second transaction wait and then see the first one's spell.
# In a first large import the planner knows nothing of the tables it fills: LATERAL with a limit or a lock, and
# + 0, leave it no plan but one look into the person's index for each row.
POSTGRESQL = """
CREATE FUNCTION members_refuse_overlap() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    twice bigint;
BEGIN
    PERFORM 1 FROM (SELECT person_id FROM written ORDER BY person_id) one CROSS JOIN LATERAL (
        SELECT 1 FROM members_person
        WHERE id = one.person_id AND xmin <> pg_current_xact_id()::xid FOR NO KEY UPDATE
    ) locked;
    SELECT one.person_id INTO twice FROM written one CROSS JOIN LATERAL (
        SELECT 1 FROM members_spell other
        WHERE other.person_id = one.person_id AND other.organisation_id + 0 = one.organisation_id
        AND other.id <> one.id AND other.from_on + 0 < COALESCE(one.until_on, 'infinity')
        AND one.from_on < COALESCE(other.until_on, 'infinity') LIMIT 1
    ) overlapping LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'no_overlapping_spells: person %', twice USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER members_refuse_overlap_insert AFTER INSERT ON members_spell
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION members_refuse_overlap();
CREATE TRIGGER members_refuse_overlap_update AFTER UPDATE ON members_spell
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION members_refuse_overlap();

CREATE FUNCTION members_take_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT name_key, sex, employment INTO NEW.name_key, NEW.sex, NEW.employment
    FROM members_person WHERE id = NEW.person_id;
    RETURN NEW;
END $$;
CREATE TRIGGER members_take_facts BEFORE INSERT ON members_spell FOR EACH ROW
    WHEN (NEW.name_key = '' OR NEW.sex IS NULL OR NEW.employment IS NULL)
    EXECUTE FUNCTION members_take_facts();

CREATE FUNCTION members_give_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE members_spell SET name_key = NEW.name_key, sex = NEW.sex, employment = NEW.employment
    WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER members_give_facts AFTER UPDATE OF name_key, sex, employment ON members_person
    FOR EACH ROW WHEN ((NEW.name_key, NEW.sex, NEW.employment)
        IS DISTINCT FROM (OLD.name_key, OLD.sex, OLD.employment))
    EXECUTE FUNCTION members_give_facts();
"""
POSTGRESQL_BACK = """
DROP TRIGGER members_give_facts ON members_person;
DROP TRIGGER members_take_facts ON members_spell;
DROP FUNCTION members_give_facts();
DROP FUNCTION members_take_facts();
DROP TRIGGER members_refuse_overlap_update ON members_spell;
DROP TRIGGER members_refuse_overlap_insert ON members_spell;
DROP FUNCTION members_refuse_overlap();
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
    """CREATE TRIGGER members_take_facts AFTER INSERT ON members_spell
    WHEN NEW.name_key = '' OR NEW.sex IS NULL OR NEW.employment IS NULL
    BEGIN
        UPDATE members_spell SET (name_key, sex, employment) =
            (SELECT name_key, sex, employment FROM members_person WHERE id = NEW.person_id)
        WHERE id = NEW.id;
    END""",
    """CREATE TRIGGER members_give_facts AFTER UPDATE OF name_key, sex, employment ON members_person
    WHEN (NEW.name_key, NEW.sex, NEW.employment) IS NOT (OLD.name_key, OLD.sex, OLD.employment)
    BEGIN
        UPDATE members_spell
        SET name_key = NEW.name_key, sex = NEW.sex, employment = NEW.employment
        WHERE person_id = NEW.id;
    END""",
]
SQLITE_BACK = [f"DROP TRIGGER {statement.split()[2]}" for statement in reversed(SQLITE)]


def set_up(apps, editor):
    for statement in [POSTGRESQL] if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def take_down(apps, editor):
    for statement in [POSTGRESQL_BACK] if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(set_up, take_down)]
