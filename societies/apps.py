from django.apps import AppConfig

from accounts import topics


class SocietiesConfig(AppConfig):
    name = "societies"
    verbose_name = "学会名册"

    def ready(self):
        from societies.models import Society  # models are there only now

        def seen_by(user, slugs):
            found = Society.objects.for_user(user).filter(slug__in=slugs)
            return found.values_list("slug", flat=True)

        topics.register("society", seen_by)
