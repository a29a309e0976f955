from django.db import migrations

REASON = "Declined before reasons were kept."


def make_whole(apps, schema_editor):
    """A duplicate leads to a question that is none; nothing else is one; what was declined has a reason."""
    questions = apps.get_model("questions", "Question").objects
    questions.filter(state="declined", reason="").update(reason=REASON)
    questions.exclude(state="duplicate").update(duplicate_of=None)
    leads = dict(questions.filter(state="duplicate").values_list("pk", "duplicate_of"))
    for pk, to in leads.items():
        passed = {pk}
        while to in leads and to not in passed:
            passed.add(to)
            to = leads[to]
        if to is None or to in leads:
            questions.filter(pk=pk).update(state="received", duplicate_of=None)
        elif to != leads[pk]:
            questions.filter(pk=pk).update(duplicate_of=to)


class Migration(migrations.Migration):

    dependencies = [("questions", "0008_letters_to_readers")]

    operations = [migrations.RunPython(make_whole, migrations.RunPython.noop)]
