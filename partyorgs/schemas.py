"""The cells of Table 1 as schemas."""

from filings.fields.months import AppointedField, DayField
from filings.fields.numbers import AgeField, AreaField, CountField, MoneyField
from filings.fields.phones import PhoneField
from filings.fields.text import TextField
from filings.fields.units import UnitField
from filings.schemas import Schema
from members.fields import BirthMonthField, EducationField, NameField
from partyorgs.fields import EstablishedField, NoOrgReasonField, PartyOrgTypeField


class Table1Schema(Schema):
    """表1: the cells that stand once. The two boxes say that a table of people is empty on
    purpose."""

    table = "table-1"
    additions = frozenset({"no_org_reason_code", "no_cadres", "no_council_members"})

    society = TextField(label="学会名称")
    support_unit = UnitField(label="支撑单位名称")
    place = TextField(label="学会所在地")
    staff_count = CountField(label="工作人员总数")
    full_time_staff = CountField(label="专职人员数")
    subordinate_branches = CountField(label="下辖党支部")
    party_member_count = CountField(label="党员总数")
    activist_count = CountField(label="党的积极分子数量")
    party_affairs_cadre_count = CountField(label="党务干部数量")
    no_org_reason = TextField(label="未建党组织原因", required=False)
    no_org_reason_code = NoOrgReasonField(label="未建党组织原因（类别）", required=False)
    no_cadres = TextField(label="秘书处没有党员", required=False)
    no_council_members = TextField(label="理事会没有党员", required=False)


class OrganizationSchema(Schema):
    """One Party organization; Table 1 prints several in its one cell, the branch first."""

    table = "table-1"
    additions = frozenset(
        {"approval_document", "approval_date", "member_units", "council_resolution"}
    )

    party_org_type = PartyOrgTypeField(label="党组织类型", required=False)
    org_established = EstablishedField(label="建立党组织时间", required=False)
    party_org_superior = UnitField(label="党组织关系隶属", required=False)
    party_work_funds = MoneyField(label="党组织工作经费", required=False)
    party_venue_area = AreaField(label="党组织活动场所", required=False)
    approval_document = TextField(label="批准文件", required=False)
    approval_date = DayField(label="批准日期", required=False)
    member_units = TextField(label="联合单位", required=False)
    council_resolution = TextField(label="理事会决议", required=False)


class LeaderSchema(Schema):
    """表1 党组织书记: the secretary of a branch, or the leader of a functional group."""

    table = "table-1"
    additions = frozenset({"organization", "birth_month"})

    organization = PartyOrgTypeField(label="所属党组织类型", required=False)
    name = NameField(label="姓名")
    age = AgeField(label="年龄", required=False)
    birth_month = BirthMonthField(label="出生日期", required=False)
    education = EducationField(label="学历")
    appointed_on = AppointedField(label="任职时间")
    administrative_post = TextField(label="行政职务")
    contact = PhoneField(label="联系方式")
