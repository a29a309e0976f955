from django.db import migrations

from readers.addresses import digest, seal, unseal


def seal_addresses(apps, schema_editor):
    """Who left an address is a subscriber; a question that nobody asked was asked by its asker."""
    questions = apps.get_model("questions", "Question").objects
    questions.filter(times_asked=0).update(times_asked=1)
    subscribers = apps.get_model("questions", "Subscriber").objects
    for pk, email, at in questions.exclude(email="").values_list("pk", "email", "asked_at").iterator():
        subscribers.create(question_id=pk, sealed=seal(email), digest=digest(email), asked=True, since=at)


def open_addresses(apps, schema_editor):
    """The asker's address as the question had it, and there alone, so that it can be sealed again."""
    questions = apps.get_model("questions", "Question").objects
    asked = apps.get_model("questions", "Subscriber").objects.filter(asked=True)
    for question, sealed in asked.values_list("question", "sealed").iterator():
        questions.filter(pk=question).update(email=unseal(sealed))
    asked.delete()


class Migration(migrations.Migration):

    dependencies = [("questions", "0004_asking_and_joining")]

    operations = [migrations.RunPython(seal_addresses, open_addresses)]
