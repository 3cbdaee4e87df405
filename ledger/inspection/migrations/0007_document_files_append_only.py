from django.db import migrations

from accounts.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [("inspection", "0006_document_files")]
    operations = [append_only("inspection_documentfile")]
