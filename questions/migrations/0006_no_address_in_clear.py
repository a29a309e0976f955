from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("questions", "0005_addresses_are_sealed")]

    operations = [
        migrations.RemoveField(
            model_name='question',
            name='email',
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('times_asked__gte', 1)), name='question_asked_by_somebody', violation_error_message='At least one reader asked it: give 1 or more.'),
        ),
    ]
