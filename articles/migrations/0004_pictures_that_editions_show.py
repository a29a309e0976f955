"""The pictures that an edition shows, beside it with its times; until now its lead image alone was noted."""

from itertools import batched

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def note_lead_images(apps, schema_editor):
    """Add a row for each lead image."""
    row = apps.get_model("articles", "EditionImage")
    editions = apps.get_model("articles", "Edition").objects.exclude(lead_image=None)
    shown = editions.values("visible_from", "visible_until", edition_id=F("pk"), image_id=F("lead_image_id"))
    for values in batched(shown.iterator(chunk_size=1000), 1000):
        row.objects.bulk_create(row(position=0, **value) for value in values)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_rebuilds_of_mentions'),
    ]

    operations = [
        migrations.CreateModel(
            name='EditionImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('visible_from', models.DateTimeField()),
                ('visible_until', models.DateTimeField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='image_rows', to='articles.edition')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edition_rows', to='articles.image')),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
                'indexes': [models.Index(fields=['image', 'visible_until', 'visible_from'], name='image_shown')],
                'constraints': [models.UniqueConstraint(fields=('edition', 'image'), name='edition_shows_image_once')],
            },
        ),
        migrations.RunPython(note_lead_images, migrations.RunPython.noop),
    ]
