"""What the leaders' brief says of the last inspection: its classes and the penalties in force."""

import datetime as dt

from django.db.models import Count

from ledger.inspection.enums import SIGNABLE
from ledger.inspection.listing import in_force
from ledger.inspection.models import Inspection, Result


def section(on: dt.date) -> dict | None:
    """A section of the brief as of a day (ledger.coverage.brief); None before anything was
    signed."""
    signed = Inspection.objects.filter(results__signed_on__lte=on)
    inspection = signed.select_related("cycle").order_by("-cycle__year").first()
    if inspection is None:
        return None
    found = Result.objects.in_force(on).filter(inspection=inspection)
    numbers = dict(found.values_list("grade").annotate(Count("pk")))
    classes = "、".join(f"{grade.label} {numbers.get(grade, 0)} 个" for grade in SIGNABLE)
    held = "、".join(f"{row['label']} {row['number']} 个" for row in in_force(on))
    return {
        "title": f"{inspection}（已签发 {sum(numbers.values())} 个学会）",
        "text": f"结论：{classes}。执行中的处理：{held or '没有'}。",
    }
