"""Full text: FTS5 on SQLite, tsvector columns on PostgreSQL, each kept by the database itself.

On SQLite triggers keep the index. Whoever alters `Document` later makes them anew in the same migration, because Django
alters a table there by copying it, and the triggers stay behind. Rows from before are indexed by `rebuild_index`.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(title, terms, content='search_document', content_rowid='id',
       tokenize="ascii tokenchars '.'", detail='column', columnsize=0)""",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, 'row')",
    """CREATE TRIGGER search_words_new AFTER INSERT ON search_document BEGIN
       INSERT INTO search_words(rowid, title, terms) VALUES (new.id, new.title, new.terms); END""",
    """CREATE TRIGGER search_words_gone AFTER DELETE ON search_document BEGIN
       INSERT INTO search_words(search_words, rowid, title, terms) VALUES ('delete', old.id, old.title, old.terms); END""",
    """CREATE TRIGGER search_words_other AFTER UPDATE OF title, terms ON search_document BEGIN
       INSERT INTO search_words(search_words, rowid, title, terms) VALUES ('delete', old.id, old.title, old.terms);
       INSERT INTO search_words(rowid, title, terms) VALUES (new.id, new.title, new.terms); END""",
)
NO_SQLITE = (
    "DROP TRIGGER search_words_new",
    "DROP TRIGGER search_words_gone",
    "DROP TRIGGER search_words_other",
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_words",
)
VECTOR = (
    "ALTER TABLE search_document ADD COLUMN {0}_words tsvector GENERATED ALWAYS AS"
    " (array_to_tsvector(array_remove(string_to_array({0}, ' '), ''))) STORED"
)
POSTGRESQL = (
    # Narrow rows: what matches is counted and ordered without reading texts.
    "ALTER TABLE search_document SET (toast_tuple_target = 128)",
    VECTOR.format("title"),
    VECTOR.format("terms"),
    "CREATE INDEX search_title ON search_document USING gin (title_words) WITH (fastupdate = off)",
    "CREATE INDEX search_terms ON search_document USING gin (terms_words) WITH (fastupdate = off)",
)
NO_POSTGRESQL = (
    "ALTER TABLE search_document DROP COLUMN title_words, DROP COLUMN terms_words",
    "ALTER TABLE search_document RESET (toast_tuple_target)",
)


def _run(sqlite, postgresql):
    def run(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0002_names")]

    operations = [
        migrations.AddField(
            "document",
            "title",
            models.TextField(default="", help_text="The terms of its names, and their words as they are."),
        ),
        migrations.AddField(
            "document",
            "terms",
            models.TextField(default="", help_text="The terms of its names and its text, in order."),
        ),
        migrations.AddField(
            "document", "dated", models.DateField(help_text="Its day, where it has one.", null=True)
        ),
        migrations.AddIndex("document", models.Index("dated", name="document_by_day")),
        migrations.CreateModel(
            "Name",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="Its letters and figures alone, in lower case.", max_length=200)),
                ("text", models.CharField(max_length=200)),
                ("whole", models.BooleanField(help_text="A name, not a word of one.")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="called",
                        to="search.document",
                    ),
                ),
            ],
            options={"indexes": [models.Index("key", "whole", name="name_by_key")]},
        ),
        migrations.RunPython(_run(SQLITE, POSTGRESQL), _run(NO_SQLITE, NO_POSTGRESQL)),
    ]
