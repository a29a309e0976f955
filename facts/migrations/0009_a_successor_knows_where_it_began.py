from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facts", "0008_where_a_chain_began")]

    operations = [
        migrations.RemoveConstraint("fact", "fact_supersedes_with_a_reason"),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin__isnull', True), ('superseded_because', ''), ('supersedes__isnull', True)), models.Q(('origin__isnull', False), ('supersedes__isnull', False), models.Q(('superseded_because', ''), _negated=True)), _connector='OR'), name='fact_supersedes_with_a_reason', violation_error_message='Say why the fact takes another’s place.'),
        ),
    ]
