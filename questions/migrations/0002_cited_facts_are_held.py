from django.db import migrations
from django.db.models import F


def hold(apps, schema_editor):
    """What an answer cites is held since it was recorded."""
    Fact, Answer = apps.get_model("facts", "Fact"), apps.get_model("questions", "Answer")
    cited = Fact.objects.filter(pk__in=Answer.facts.through.objects.values("fact"))
    cited.filter(held_from=None).update(held_from=F("recorded_at"))


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial"), ("facts", "0006_fill_what_follows")]

    operations = [migrations.RunPython(hold, migrations.RunPython.noop)]
