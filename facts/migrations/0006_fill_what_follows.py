from django.db import migrations, models

from facts import lengths

#: What is so on a day, and not over a time.
ON_A_DAY = ["percent", "parameters", "tokens", "GB", "FLOP", "price"]


def fill(apps, schema_editor):
    """What follows from each row; facts that are published were held since they were recorded."""
    Fact, Metric = apps.get_model("facts", "Fact"), apps.get_model("facts", "Metric")
    Metric.objects.filter(unit__in=ON_A_DAY).update(by_length=False)
    for metric in Metric.objects.all():
        Fact.objects.filter(metric=metric).update(measure=metric.unit)
    counted = Fact.objects.filter(metric__by_length=True).only("as_of_earliest", "as_of_latest")
    for fact in counted.iterator():
        length = lengths.of(fact.as_of_earliest, fact.as_of_latest)
        Fact.objects.filter(pk=fact.pk).update(length=length)
    published = models.Q(published_from__isnull=False) | models.Q(supersedes__isnull=False)
    superseded = models.Q(pk__in=Fact.objects.filter(supersedes__isnull=False).values("supersedes"))
    Fact.objects.filter(published | superseded).update(held_from=models.F("recorded_at"))


class Migration(migrations.Migration):
    dependencies = [("facts", "0005_two_times_and_what_tells_apart")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
