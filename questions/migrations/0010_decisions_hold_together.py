from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("questions", "0009_decisions_are_whole")]

    operations = [
        migrations.AddField(
            model_name='question',
            name='merged',
            field=models.JSONField(default=dict, editable=False, help_text='What went along with it when it became a duplicate, by number.'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['-asked_at', '-id'], name='question_listed'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['asked_from', 'state'], name='question_by_network'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('duplicate_of__isnull', False), ('state', 'duplicate')), models.Q(models.Q(('state', 'duplicate'), _negated=True), ('duplicate_of__isnull', True)), _connector='OR'), name='question_duplicate_of_one', violation_error_message='A duplicate, and nothing else, says of which question it is one.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='question_declined_for_a_reason', violation_error_message='Say why it is declined.'),
        ),
    ]
