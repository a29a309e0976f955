from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the one before: PostgreSQL alters no table in the transaction in which its rows were written."""

    dependencies = [("facts", "0003_scopes")]

    operations = [
        migrations.RemoveField("fact", "typed"),
        migrations.AlterField("fact", "unit", models.CharField(max_length=12, help_text="people, percent, parameters, tokens, GPU-hours, FLOP, GB, count, a currency (ISO 4217), USD/Mtoken.")),
    ]
