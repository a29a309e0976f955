"""Names a line each, so that what is called just as asked is found first."""

from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Concat


def frame(apps, schema_editor):
    """Titles become one name; a record's further names follow when it is next indexed."""
    framed = Concat(Value("\n"), "names", Value("\n"), output_field=models.TextField())
    apps.get_model("search", "Document").objects.update(names=framed)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RenameField("document", "title", "names"),
        migrations.AlterField(
            "document",
            "names",
            models.TextField(help_text="Folded, a line each, with a line end before and after."),
        ),
        migrations.AlterField(
            "document",
            "text",
            models.TextField(help_text="Folded: lower case, Chinese a character at a time."),
        ),
        migrations.RunPython(frame, migrations.RunPython.noop),
    ]
