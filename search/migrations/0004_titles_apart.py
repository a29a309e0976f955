"""Titles in an index of their own: what is typed letter by letter is looked for in them, and that index is small.

On SQLite they shared one with the texts, where the beginning of a word stands in nearly every row. There neither index keeps
columns or places any more, which nothing asks for.

Terms are emptied, for which all is indexed anew after the migrations (search/apps.py): traditional characters are found by
simplified ones now, and the other way round.
"""

from django.db import migrations

GONE = "INSERT INTO {0}({0}, rowid, {1}) VALUES ('delete', old.id, old.{1});"
NEW = "INSERT INTO {0}(rowid, {1}) VALUES (new.id, new.{1});"
TABLES = (("search_words", "terms"), ("search_titles", "title"))


def _statements(what):
    return " ".join(what.format(*table) for table in TABLES)


INDEX = """CREATE VIRTUAL TABLE {} USING fts5({}, content='search_document', content_rowid='id',
    tokenize="ascii tokenchars '.'", detail='none', columnsize=0{})"""
NO_TRIGGERS = tuple(f"DROP TRIGGER search_words_{name}" for name in ("new", "gone", "other"))
APART = (
    *NO_TRIGGERS,
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_words",
    INDEX.format("search_words", "terms", ""),
    INDEX.format("search_titles", "title", ", prefix='1 2 3'"),
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, 'row')",
    f"CREATE TRIGGER search_words_new AFTER INSERT ON search_document BEGIN {_statements(NEW)} END",
    f"CREATE TRIGGER search_words_gone AFTER DELETE ON search_document BEGIN {_statements(GONE)} END",
    f"""CREATE TRIGGER search_words_other AFTER UPDATE OF title, terms ON search_document
        BEGIN {_statements(GONE)} {_statements(NEW)} END""",
    *(f"INSERT INTO {table}({table}) VALUES ('rebuild')" for table, _ in TABLES),
)
BOTH_GONE = (
    "INSERT INTO search_words(search_words, rowid, title, terms) VALUES ('delete', old.id, old.title, old.terms);"
)
BOTH_NEW = "INSERT INTO search_words(rowid, title, terms) VALUES (new.id, new.title, new.terms);"
TOGETHER = (
    *NO_TRIGGERS,
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_titles",
    "DROP TABLE search_words",
    """CREATE VIRTUAL TABLE search_words USING fts5(title, terms, content='search_document', content_rowid='id',
       tokenize="ascii tokenchars '.'", detail='column', columnsize=0)""",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, 'row')",
    f"CREATE TRIGGER search_words_new AFTER INSERT ON search_document BEGIN {BOTH_NEW} END",
    f"CREATE TRIGGER search_words_gone AFTER DELETE ON search_document BEGIN {BOTH_GONE} END",
    f"""CREATE TRIGGER search_words_other AFTER UPDATE OF title, terms ON search_document
        BEGIN {BOTH_GONE} {BOTH_NEW} END""",
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
)


def _run(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            for statement in statements:
                schema_editor.execute(statement)

    return run


def _empty(apps, schema_editor):
    apps.get_model("search", "Document").objects.update(terms="")


class Migration(migrations.Migration):
    dependencies = [("search", "0003_full_text")]
    operations = [
        migrations.RunPython(_empty, migrations.RunPython.noop),
        migrations.RunPython(_run(APART), _run(TOGETHER)),
    ]
