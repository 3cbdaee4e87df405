from django.apps import AppConfig

from accounts import topics


class FilingsConfig(AppConfig):
    name = "filings"
    verbose_name = "申报与审核"

    def ready(self):
        # Models are there only now.
        from filings.cycle_actions import discard_after_leaving, owe_after_admission
        from filings.models import Filing
        from societies.membership import on_admission, on_leaving

        def seen_by(user, keys):
            return Filing.objects.for_user(user).filter(pk__in=keys).values_list("pk", flat=True)

        topics.register("filing", seen_by)
        on_admission(owe_after_admission)
        on_leaving(discard_after_leaving)
