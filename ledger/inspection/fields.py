"""Cells of what societies file beside the registration."""

from filings.fields.coded import CodedField
from filings.fields.numbers import MoneyField
from filings.fields.numerals import plain
from societies import codes


class ProjectFieldField(CodedField):
    """所属方面: where article 7 wants Party building to be."""

    what = "所属方面"
    example = "学术交流"

    def table(self):
        return codes.project_fields()


class AmountField(MoneyField):
    """Yuan, once. Small bare numbers may be meant in 10,000 yuan."""

    what = "申报金额（元）"
    example = "50000，或 5万元"
    suspect = 10_000_000

    def unlikely(self, value, *, bare):
        if value > self.suspect:
            return f"是 {plain(value / 10_000)} 万元，对吗？", (value,)
        return super().unlikely(value, bare=bare)
