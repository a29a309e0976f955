"""The four roles. What they may do is set after every `migrate`, in articles/roles.py."""

from django.db import migrations

ROLES = ("contributor", "editor", "publisher", "administrator")


def make(apps, schema_editor):
    """Make the groups that are not there yet."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in ROLES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_hand_overs'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    # Going back leaves the groups: whoever is in one would lose it.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
