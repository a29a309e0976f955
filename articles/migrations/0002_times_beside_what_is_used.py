"""The times of an edition, repeated beside the records and facts that it uses (articles/windows.py)."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

UNSET = datetime(1, 1, 1, tzinfo=UTC)
USES = ("EditionRecord", "EditionFact")


def repeat_times(apps, schema_editor):
    """Copy them once, in one statement a table."""
    edition = apps.get_model("articles", "Edition").objects.filter(pk=OuterRef("edition_id"))
    for name in USES:
        apps.get_model("articles", name).objects.update(
            visible_from=Subquery(edition.values("visible_from")[:1]),
            visible_until=Subquery(edition.values("visible_until")[:1]),
        )


class Migration(migrations.Migration):
    # PostgreSQL refuses to index a table whose changed rows wait for their checks in the same transaction.
    atomic = False

    dependencies = [("articles", "0001_initial")]

    operations = [
        *(
            migrations.AddField(name.lower(), field, models.DateTimeField(default=UNSET), preserve_default=False)
            for name in USES
            for field in ("visible_from", "visible_until")
        ),
        migrations.RunPython(repeat_times, migrations.RunPython.noop),
        migrations.AddIndex(
            "editionfact", models.Index(fields=["fact", "visible_until", "visible_from"], name="fact_shown")
        ),
        migrations.AddIndex(
            "editionrecord",
            models.Index(fields=["record", "frozen", "visible_until", "visible_from"], name="record_shown"),
        ),
    ]
