"""What societies file beside the registration, cell by cell."""

from filings.fields.months import DayField
from filings.fields.text import ParagraphField, TextField
from filings.schemas import Schema
from ledger.inspection.fields import AmountField, ProjectFieldField


class DefenceSchema(Schema):
    """申辩 against one notice."""

    notice = TextField(label="答复的告知书")
    facts = ParagraphField(label="有异议的事实", required=False)
    reasons = ParagraphField(label="申辩理由")


class RectificationSchema(Schema):
    """整改 of what an inspection failed."""

    done = ParagraphField(label="整改情况")
    done_on = DayField(label="整改完成日期")


class ProjectSchema(Schema):
    """项目申报 (note 2, article 7)."""

    title = TextField(label="项目名称")
    field = ProjectFieldField(label="所属方面（第7条）")
    amount = AmountField(label="申报金额")
    content = ParagraphField(label="项目内容", required=False)
