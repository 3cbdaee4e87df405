from django.db import migrations

from accounts.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [("filings", "0005_extensions")]
    operations = [append_only("filings_extension"), append_only("filings_extendedobligation")]
