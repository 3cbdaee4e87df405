"""Kinds of filing that exist only in the tests: the lifecycle without any table."""

import copy
from dataclasses import dataclass
from functools import partial

from accounts.enums import Role
from filings.findings import Checked
from filings.kinds import Kind, register


@dataclass
class Plain(Kind):
    """A kind without cells: every document is in order and approval posts nothing."""

    def blank(self, society):
        return {"cells": {}, "rows": {}}

    def check(self, document, *, society, cycle, on):
        return Checked(findings=[], normalize=partial(copy.deepcopy, document), values={})

    def post(self, version, *, by, on, choices):
        return None


PLAIN = Plain(code="plain", label="测试申报", decides=Role.REVIEWER)
COMMITTEE_PLAIN = Plain(code="committee_plain", label="党委审批申报", decides=Role.COMMITTEE)
REFUSABLE = Plain(code="refusable", label="可不予批准", decides=Role.REVIEWER, may_refuse=True)
for kind in (PLAIN, COMMITTEE_PLAIN, REFUSABLE):
    register(kind)
