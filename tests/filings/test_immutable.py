"""Versions, events and the audit record cannot be changed or deleted by anybody who reaches the
database."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actions import audit
from accounts.enums import AuditAction
from filings import actions
from tests.filings.test_lifecycle import start_plain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["filings_version", "filings_event", "accounts_auditrecord"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_rows_stay_as_they_were_written(table, statement):
    pk, filer, _ = start_plain()
    actions.submit(pk, by=filer)
    audit(AuditAction.SIGN_IN, by=filer)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] > 0
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement.format(table))
