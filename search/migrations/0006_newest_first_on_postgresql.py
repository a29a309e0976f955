"""On PostgreSQL a document's vectors say its kind and its neighbours too, as terms that stand in no text.

So the index by itself tells the newest of what is common, and what is of some kinds: each other match would be looked up in
the table to know its id. And titles, which are read with each match that is weighed, are kept in the row.
"""

from django.db import migrations

#: In one statement, for each would write the whole table anew.
VECTOR = (
    "ADD COLUMN {0}_words tsvector GENERATED ALWAYS AS"
    " (array_to_tsvector(array_remove(string_to_array({0}, ' '), ''){1})) STORED"
)
ALTER = (
    "ALTER TABLE search_document DROP COLUMN title_words, DROP COLUMN terms_words,"
    " ALTER COLUMN title SET STORAGE {}, {}, {}"
)
BESIDE = " || ARRAY['#' || kind, '#' || (id / 1024)::text]"
INDEXES = (
    "CREATE INDEX search_title ON search_document USING gin (title_words) WITH (fastupdate = off)",
    "CREATE INDEX search_terms ON search_document USING gin (terms_words) WITH (fastupdate = off)",
    # What is common is known by it.
    "ANALYZE search_document",
)
FORTH = (ALTER.format("MAIN", VECTOR.format("title", BESIDE), VECTOR.format("terms", BESIDE)), *INDEXES)
BACK = (ALTER.format("EXTENDED", VECTOR.format("title", ""), VECTOR.format("terms", "")), *INDEXES)


def _run(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0005_by_kind_and_day")]
    operations = [migrations.RunPython(_run(FORTH), _run(BACK))]
