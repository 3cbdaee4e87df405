"""Kinds of filing that exist only in the tests: the lifecycle without any official table."""

import copy
from dataclasses import dataclass
from functools import partial

from accounts.enums import Role
from filings.enums import Move, State
from filings.fields.numbers import CountField
from filings.fields.text import ParagraphField, TextField
from filings.findings import Checked
from filings.kinds import Kind, register
from filings.plain_kinds import PlainKind
from filings.schemas import Schema


@dataclass
class Plain(Kind):
    """A kind without cells: every document is in order and approval posts nothing."""

    def blank(self, society):
        return {"cells": {}, "rows": {}}

    def check(self, document, *, society, cycle, on):
        return Checked(findings=[], normalize=partial(copy.deepcopy, document), values={})

    def post(self, version, *, values, by, on, choices):
        return None


class LetterSchema(Schema):
    subject = TextField(label="事由")
    people = CountField(label="参加人数")
    reasons = ParagraphField(label="理由")
    remark = TextField(label="备注", required=False)


@dataclass
class Letter(PlainKind):
    """A few cells that the committee accepts or refuses."""

    def post(self, version, *, values, by, on, choices):
        return None


PLAIN = Plain(code="plain", label="测试申报", decides=Role.REVIEWER)
COMMITTEE_PLAIN = Plain(code="committee_plain", label="党委审批申报", decides=Role.COMMITTEE)
REFUSABLE = Plain(code="refusable", label="可不予批准", decides=Role.REVIEWER, may_refuse=True)
LETTER = Letter(
    code="letter",
    label="书面意见",
    decides=Role.COMMITTEE,
    may_refuse=True,
    schema=LetterSchema,
    units={"people": "人"},
    headline="subject",
    words={
        Move.APPROVE: "采纳",
        Move.REFUSE: "不采纳",
        State.APPROVED: "已采纳",
        State.REFUSED: "未采纳",
    },
)
for kind in (PLAIN, COMMITTEE_PLAIN, REFUSABLE, LETTER):
    register(kind)
