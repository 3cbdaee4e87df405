"""manage.py understand: the same readings for a file of spellings, one row for each, in order."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from tests.fields.cells import FOLDER, rows


def understand(path) -> list[dict]:
    out = io.StringIO()
    call_command("understand", csv=str(path), stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_one_row_for_each_cell_in_order():
    listed = rows("dirty_inputs.csv")

    written = understand(FOLDER / "dirty_inputs.csv")

    assert list(written[0]) == ["field", "raw", "kind", "value", "message"]
    assert [(row["field"], row["raw"]) for row in written] == [
        (row["field"], row["raw"]) for row in listed
    ]
    assert all(row["value"] == "" for row in written if row["kind"] == "error")


def test_readings_are_of_the_business_date(tmp_path):
    path = tmp_path / "cells.csv"
    path.write_text("field,raw\nunit,吉林省林业厅\norg_established,2017.9.18\n", encoding="utf-8")

    forestry, established = understand(path)

    assert (forestry["kind"], forestry["value"]) == ("ok", "吉林省林业厅")
    assert established["value"] == "2017-09"


def test_unknown_kind_of_cell_or_missing_file_is_said(tmp_path):
    path = tmp_path / "cells.csv"
    path.write_text("field,raw\nshoe_size,42\n", encoding="utf-8")

    with pytest.raises(CommandError, match="shoe_size"):
        understand(path)
    with pytest.raises(CommandError, match="读不了"):
        understand(tmp_path / "none.csv")
