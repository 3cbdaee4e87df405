from django.apps import AppConfig

from accounts import topics


class FilingsConfig(AppConfig):
    name = "filings"
    verbose_name = "申报与审核"

    def ready(self):
        from filings.models import Filing  # models are there only now

        def seen_by(user, keys):
            return Filing.objects.for_user(user).filter(pk__in=keys).values_list("pk", flat=True)

        topics.register("filing", seen_by)
