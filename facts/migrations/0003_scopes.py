from django.db import migrations, models


def choose(apps, schema_editor):
    """Every scope that was typed becomes one that is chosen."""
    Fact, Scope = apps.get_model("facts", "Fact"), apps.get_model("facts", "Scope")
    typed = Fact.objects.exclude(typed="").values_list("typed", flat=True).order_by().distinct()
    Scope.objects.bulk_create(Scope(name=name) for name in typed)
    Fact.objects.exclude(typed="").update(scope_id=models.F("typed"))


def type_again(apps, schema_editor):
    Fact = apps.get_model("facts", "Fact")
    Fact.objects.exclude(scope=None).update(typed=models.F("scope_id"))


class Migration(migrations.Migration):
    dependencies = [("facts", "0002_room_for_computing")]

    operations = [
        migrations.CreateModel(
            name="Scope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="As readers see it: “China”, “app only”, “average of the month”.",
                        max_length=120,
                        unique=True,
                    ),
                ),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.RenameField("fact", "scope", "typed"),
        migrations.AddField(
            "fact",
            "scope",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="facts",
                to="facts.scope",
                to_field="name",
            ),
        ),
        migrations.RunPython(choose, type_again),
    ]
