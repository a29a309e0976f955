import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facts", "0006_fill_what_follows")]

    operations = [
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(('supersedes__isnull', True), ('supersedes__lt', models.F('id')), _connector='OR'), name='fact_supersedes_an_earlier', violation_error_message='A fact supersedes one that was recorded before it.'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('superseded_because', ''), ('supersedes__isnull', True)), models.Q(('supersedes__isnull', False), models.Q(('superseded_because', ''), _negated=True)), _connector='OR'), name='fact_supersedes_with_a_reason', violation_error_message='Say why the fact takes another’s place.'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_because', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='fact_withdrawn_with_a_reason', violation_error_message='Say why the fact is withdrawn.'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', 'money'), django.db.models.lookups.Exact(django.db.models.functions.text.Length('unit'), 3), django.db.models.lookups.Exact(models.F('unit'), django.db.models.functions.text.Upper('unit'))), models.Q(('measure', 'price'), ('unit__endswith', '/Mtoken')), models.Q(models.Q(('measure__in', ['money', 'price']), _negated=True), ('unit', models.F('measure'))), _connector='OR'), name='fact_unit_of_its_metric', violation_error_message='A currency belongs to money and to nothing else.'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(('published_from__isnull', True), ('held_from__isnull', False), _connector='OR'), name='fact_published_is_held', violation_error_message='A fact that is published is not edited any more.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawal_note', ''), _negated=True), _connector='OR'), name='source_withdrawal_has_a_note', violation_error_message='Say why the source was withdrawn.'),
        ),
    ]
