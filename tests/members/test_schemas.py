"""A card of Table 2 as its schema reads it: cells in the light of their neighbours."""

from members.schemas import CadreSchema
from tests.factories.documents import cadre
from tests.fields.cells import CHANGCHUN


def test_choices_of_the_joining_month_tell_the_age_then():
    card = CadreSchema(cadre(birth_month="1978年4月", joined_party_on="03.6"), context=CHANGCHUN)
    (finding,) = [f for f in card.findings() if f.path == "joined_party_on"]
    assert ("2003年6月", "2003年6月（当时 25 岁）") in finding.choices


def test_month_of_birth_that_is_not_understood_tells_no_age():
    card = CadreSchema(cadre(birth_month="不详", joined_party_on="03.6"), context=CHANGCHUN)
    (finding,) = [f for f in card.findings() if f.path == "joined_party_on"]
    assert ("2003年6月", "2003年6月") in finding.choices
