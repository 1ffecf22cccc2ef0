"""Closed rows carry the first letters of their words beside their place; PostgreSQL samples in two sizes."""

from django.db import migrations

from tinhso.core.search.domain import lexemes

BATCH = 1000
# A GIN index cannot stop early. So every 64th run of 2,048 rows also has the lexemes `m` and `n`, every 8th `m`: a word
# that is found often enough there need not be gathered from the whole table.
WORDS = """array_to_tsvector(string_to_array(CASE WHEN mod(id / 2048, 64) = 0 THEN lexemes || ' m n'
    WHEN mod(id / 2048, 8) = 0 THEN lexemes || ' m' ELSE lexemes END, ' '))"""
INDEX = f"CREATE INDEX search_row_words ON search_row USING gin (({WORDS})) WITH (gin_pending_list_limit = 256)"
MATCH = f"""CREATE FUNCTION search_match(question text, most integer, few boolean DEFAULT false) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off SET work_mem = '32MB' AS $$
    DECLARE asked tsquery := CAST(question AS tsquery); sample bigint[];
    BEGIN
        IF NOT few THEN
            SELECT array_agg(id) INTO sample FROM (
                SELECT id FROM search_row WHERE {WORDS} @@ (asked && 'n') LIMIT most) AS first_try;
            IF cardinality(sample) BETWEEN most / 6 AND most - 1 THEN
                SELECT array_agg(id) INTO sample FROM (
                    SELECT id FROM search_row WHERE {WORDS} @@ (asked && 'm') LIMIT most) AS second_try;
            END IF;
        END IF;
        IF cardinality(sample) >= most THEN
            RETURN QUERY SELECT unnest(sample);
        ELSE
            RETURN QUERY SELECT id FROM search_row WHERE {WORDS} @@ asked LIMIT most;
        END IF;
    END $$"""


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION search_match")
        schema_editor.execute("DROP INDEX search_row_words")


def add_index(apps, schema_editor):
    """The two arguments of before still do: the release before this one asks with them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)
        schema_editor.execute(MATCH)


def index_closed_rows_again(apps, schema_editor):
    """Lexemes are made as today's code makes them: that is what indexing again means."""
    rows = apps.get_model("search", "Row").objects
    last = 0
    while batch := list(rows.filter(pk__gt=last, place__isnull=False).exclude(permission="").order_by("pk")[:BATCH]):
        for row in batch:
            row.lexemes = lexemes(
                title=row.title, text=row.text, kind=row.kind, permission=row.permission, place=row.place
            )
        rows.bulk_update(batch, ["lexemes"])
        last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(drop_index, migrations.RunPython.noop),
        migrations.RunPython(index_closed_rows_again, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(add_index, migrations.RunPython.noop),
    ]
