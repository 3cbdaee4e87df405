"""The cells of Tables 2 and 3."""

from members.fields.names import NameField
from members.fields.people import (
    BirthMonthField,
    EthnicGroupField,
    JoinMonthField,
    NativePlaceField,
    SexField,
)
from members.fields.standing import (
    DegreeField,
    EducationField,
    EmploymentField,
    PartyStatusField,
    PoliticalStatusField,
    TechnicalTitleField,
)

__all__ = [
    "BirthMonthField",
    "DegreeField",
    "EducationField",
    "EmploymentField",
    "EthnicGroupField",
    "JoinMonthField",
    "NameField",
    "NativePlaceField",
    "PartyStatusField",
    "PoliticalStatusField",
    "SexField",
    "TechnicalTitleField",
]
