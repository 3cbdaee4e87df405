from django.db import migrations

from accounts.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [("inspection", "0003_circulars")]
    operations = [append_only("inspection_circular"), append_only("inspection_circularrow")]
