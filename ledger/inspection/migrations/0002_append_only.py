from django.db import migrations

from accounts.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [("inspection", "0001_initial")]
    operations = [
        append_only("inspection_notice"),
        append_only("inspection_result"),
        append_only("inspection_penalty"),
        append_only("inspection_lift"),
    ]
