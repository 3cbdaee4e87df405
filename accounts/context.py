"""What every page needs to know."""

from django.conf import settings

from accounts import clock


def page(request):
    """`product_name`, `association_name`, `demo`, `business_date`, `pdf`."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "association_name": settings.ASSOCIATION_NAME,
        "demo": settings.DEMO,
        "business_date": clock.today(),
        "pdf": settings.PDF,
    }
