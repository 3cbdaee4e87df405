from django.db import migrations

from accounts.immutable import append_only


def point(apps, schema_editor):
    """Each document had at most one file."""
    Document = apps.get_model("inspection", "OfficialDocument")
    for pk, file in Document.objects.filter(files__isnull=False).values_list("pk", "files"):
        Document.objects.filter(pk=pk).update(pdf=file)


class Migration(migrations.Migration):
    dependencies = [("inspection", "0008_replaced_pdfs")]
    operations = [
        migrations.RunPython(point, migrations.RunPython.noop),
        append_only("inspection_documentfile"),
    ]
