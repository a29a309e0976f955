"""The times of an edition, repeated beside what it uses (articles/windows.py)."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

UNSET = datetime(1, 1, 1, tzinfo=UTC)
USES = ("editionauthor", "editiontopic", "editionrecord", "editionfact")
WINDOW = ["visible_from", "visible_until"]


def repeat_times(apps, schema_editor):
    """Copy them once, in one statement a table."""
    edition = apps.get_model("articles", "Edition").objects.filter(pk=OuterRef("edition_id"))
    for name in USES:
        apps.get_model("articles", name).objects.update(
            **{field: Subquery(edition.values(field)[:1]) for field in WINDOW}
        )


def newest_first(model, of):
    """The index of what uses something, newest first, widened by the edition and its times."""
    fields = [of, "-dated", "-edition", *WINDOW]
    return [
        migrations.RemoveIndex(model, f"edition_by_{of}"),
        migrations.AddIndex(model, models.Index(fields=fields, name=f"edition_by_{of}")),
    ]


class Migration(migrations.Migration):
    # PostgreSQL refuses to index a table whose changed rows wait for their checks in the same transaction.
    atomic = False

    dependencies = [("articles", "0001_initial")]

    operations = [
        *(
            migrations.AddField(name, field, models.DateTimeField(default=UNSET), preserve_default=False)
            for name in USES
            for field in WINDOW
        ),
        migrations.AlterField("editionfact", "position", models.PositiveIntegerField()),
        migrations.RunPython(repeat_times, migrations.RunPython.noop),
        *newest_first("editionauthor", "author"),
        *newest_first("editiontopic", "topic"),
        *newest_first("editionrecord", "record"),
        migrations.AddIndex(
            "editionrecord",
            models.Index(fields=["record", "frozen", "visible_until", "visible_from"], name="record_shown"),
        ),
        migrations.AddIndex(
            "editionfact", models.Index(fields=["fact", "visible_until", "visible_from"], name="fact_shown")
        ),
    ]
