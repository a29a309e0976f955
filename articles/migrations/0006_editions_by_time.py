from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_cited_facts_are_held")]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["visible_from", "visible_until"], name="edition_by_time"),
        ),
    ]
