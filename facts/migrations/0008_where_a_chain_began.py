import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """Chains of supersessions, each followed from its first fact."""
    Fact = apps.get_model("facts", "Fact")
    step = list(Fact.objects.filter(supersedes__isnull=False, supersedes__supersedes=None))
    while step:
        for fact in step:
            before = Fact.objects.get(pk=fact.supersedes_id)
            Fact.objects.filter(pk=fact.pk).update(origin=before.origin_id or before.pk)
        step = list(Fact.objects.filter(supersedes__in=step))


class Migration(migrations.Migration):
    dependencies = [("facts", "0007_rules_of_one_row")]

    operations = [
        migrations.AddField(
            "fact",
            "origin",
            models.ForeignKey(
                editable=False,
                help_text="The first of the facts that superseded one another; empty for that one itself.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="facts.fact",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
