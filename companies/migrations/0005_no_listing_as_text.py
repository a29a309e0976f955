from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0004_listings_from_text'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='company',
            name='listing',
        ),
    ]
