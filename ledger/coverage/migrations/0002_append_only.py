from django.db import migrations

from accounts.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_initial")]
    operations = [append_only("coverage_snapshot"), append_only("coverage_snapshotrow")]
