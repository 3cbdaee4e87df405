"""Two lists of cells from practice: what each means, or that it is asked about or refused."""

import pytest

from tests.fields.cells import read, rows

LISTED = [*rows("dirty_inputs.csv"), *rows("more_inputs.csv")]


def _id(row):
    return f"{row['field']}-{row['raw']}".encode("unicode_escape").decode()


@pytest.mark.parametrize("row", LISTED, ids=_id)
def test_listed_cell_is_understood_as_listed(row):
    reading = read(row["field"], row["raw"])
    value = reading.value[:7] if row["field"] == "org_established" else reading.value

    assert reading.kind == row["kind"], reading.message
    if row["kind"] == "ok" or row["expected"]:
        assert value == row["expected"]
    if reading.kind != "ok":
        assert reading.message.endswith(("。", "？"))
    if reading.kind == "error":
        assert "例如" in reading.message and not reading.choices
