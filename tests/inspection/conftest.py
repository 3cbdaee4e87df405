import pytest

from tests.inspection.people import DAY, Office


@pytest.fixture
def office(settings):
    settings.BUSINESS_DATE = DAY
    return Office()
