from django.db import migrations

CREATE = """
CREATE INDEX society_name_characters ON societies_societyname
USING gin (string_to_array(name || short_name, NULL))
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX society_name_characters")


class Migration(migrations.Migration):

    dependencies = [
        ("societies", "0004_cased_names"),
    ]

    operations = [migrations.RunPython(create, drop)]
