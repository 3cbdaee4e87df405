from django.db import migrations

from accounts.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [("filings", "0001_initial")]
    operations = [append_only("filings_version"), append_only("filings_event")]
