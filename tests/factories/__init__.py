"""Objects for tests. Filings come about through the real actions."""

from tests.factories.documents import cadre, council_member, document, organization
from tests.factories.files import as_pdf, pdf, picture, scan
from tests.factories.filings import (
    FilingFactory,
    approve,
    claimed,
    in_every_state,
    submitted,
    typed,
)
from tests.factories.register import (
    CycleFactory,
    ObligationFactory,
    SocietyFactory,
    SupportUnitFactory,
    UserFactory,
    secretary_of,
)

__all__ = [
    "CycleFactory",
    "FilingFactory",
    "ObligationFactory",
    "SocietyFactory",
    "SupportUnitFactory",
    "UserFactory",
    "approve",
    "as_pdf",
    "cadre",
    "claimed",
    "council_member",
    "document",
    "in_every_state",
    "organization",
    "pdf",
    "picture",
    "scan",
    "secretary_of",
    "submitted",
    "typed",
]
