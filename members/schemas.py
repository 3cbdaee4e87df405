"""The cells of Tables 2 and 3, and of the heads in Table 1, as schemas."""

from dataclasses import replace

from filings.fields.base import OK
from filings.fields.numbers import AgeField
from filings.fields.phones import MobileField, PhoneField
from filings.fields.text import EmailField, TextField
from filings.fields.units import UnitField
from filings.schemas import Schema
from members.fields import (
    BirthMonthField,
    DegreeField,
    EducationField,
    EmploymentField,
    EthnicGroupField,
    JoinMonthField,
    NameField,
    NativePlaceField,
    PartyStatusField,
    PoliticalStatusField,
    SexField,
    TechnicalTitleField,
)


class CadreSchema(Schema):
    """表2: one card, a Party member who works in the secretariat, full-time or part-time."""

    table = "table-2"
    additions = frozenset({"party_status", "employment"})

    name = NameField(label="姓名")
    sex = SexField(label="性别")
    birth_month = BirthMonthField(label="出生日期")
    ethnic_group = EthnicGroupField(label="民族")
    native_place = NativePlaceField(label="籍贯")
    joined_party_on = JoinMonthField(label="入党日期")
    education = EducationField(label="学历")
    degree = DegreeField(label="学位", required=False)
    technical_title = TechnicalTitleField(label="技术职称", required=False)
    work_unit = UnitField(label="工作单位")
    post = TextField(label="职务")
    mobile = MobileField(label="手机号码")
    email = EmailField(label="电子邮箱", required=False)
    personnel_file_unit = UnitField(label="人事档案所在单位")
    party_relation_unit = UnitField(label="党组织关系所在单位")
    party_status = PartyStatusField(label="党员类别")
    employment = EmploymentField(label="专职或兼职")

    def __init__(self, texts, *, context, **kwargs):
        born = self.base_fields["birth_month"].read(texts.get("birth_month", ""), context)
        context = replace(context, born=born.value if born.kind == OK else "")
        super().__init__(texts, context=context, **kwargs)


class CouncilSchema(Schema):
    """表3: one row of the roster, a Party member of the council."""

    table = "table-3"
    additions = frozenset({"party_status"})

    name = NameField(label="姓名")
    sex = SexField(label="性别")
    society_post = TextField(label="学会职务")
    phone = PhoneField(label="联系电话")
    party_relation_unit = UnitField(label="党组织关系所在单位")
    party_status = PartyStatusField(label="党员类别")


class HeadSchema(Schema):
    """表1 学会负责人. The month of birth is asked where it is known; the age is printed from it."""

    table = "table-1"
    additions = frozenset({"birth_month"})

    name = NameField(label="姓名")
    age = AgeField(label="年龄", required=False)
    birth_month = BirthMonthField(label="出生日期", required=False)
    education = EducationField(label="学历")
    political_status = PoliticalStatusField(label="政治面貌")
    inner_outer_posts = TextField(label="党内外职务")
    contact = PhoneField(label="联系方式")
