import django.db.models.deletion
from django.db import migrations, models

from accounts.immutable import append_only

# SQLite makes a table anew to change it, which loses its triggers: they go before and come back
# in 0009.
LOCK = append_only("inspection_documentfile")


class Migration(migrations.Migration):

    dependencies = [
        ('inspection', '0007_document_files_append_only'),
    ]

    operations = [
        migrations.RunPython(LOCK.reverse_code, LOCK.code),
        migrations.AlterField(
            model_name='documentfile',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='inspection.officialdocument', verbose_name='文件'),
        ),
        migrations.AddField(
            model_name='documentfile',
            name='reason',
            field=models.TextField(blank=True, verbose_name='替换原因'),
        ),
        migrations.AddField(
            model_name='officialdocument',
            name='pdf',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.documentfile', verbose_name='在用的 PDF'),
        ),
    ]
