"""Numbers of official documents: one after the other in each year, without gaps."""

from django.conf import settings

from ledger.inspection.models import NumberSeries, OfficialDocument

NOTICES, CIRCULARS = "告", "通"


def next_number(series: str, year: int) -> str:
    """'吉科协通字〔2018〕3号'. Inside the caller's transaction, which uses it: two at once wait for
    each other, and who fails gives the number back."""
    NumberSeries.objects.get_or_create(code=series, year=year)
    row = NumberSeries.objects.select_for_update().get(code=series, year=year)
    while True:
        row.last += 1
        number = f"{settings.DOCUMENT_PREFIX}{series}字〔{year}〕{row.last}号"
        # Somebody may have typed the number of a document from elsewhere.
        if not OfficialDocument.objects.filter(number=number).exists():
            row.save(update_fields=["last"])
            return number
