from django.db import migrations
from django.db.models import F


def hold(apps, schema_editor):
    """What an edition cites is held since it was recorded."""
    Fact, EditionFact = apps.get_model("facts", "Fact"), apps.get_model("articles", "EditionFact")
    cited = Fact.objects.filter(pk__in=EditionFact.objects.values("fact"))
    cited.filter(held_from=None).update(held_from=F("recorded_at"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_pictures_that_editions_show"), ("facts", "0006_fill_what_follows")]

    operations = [migrations.RunPython(hold, migrations.RunPython.noop)]
