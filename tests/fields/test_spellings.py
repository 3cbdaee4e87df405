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


WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
NOISE = {
    "full width": lambda text: text.translate(WIDE),
    "full stop": lambda text: text + "。",
    "comma": lambda text: text + "，",
    "quotes": lambda text: f"“{text}”",
    "apostrophe": lambda text: "'" + text,
    "zero width": lambda text: "\u200b".join(text),
    "dash before": lambda text: "-" + text,
    "slash behind": lambda text: text + "/",
}


@pytest.mark.parametrize("noise", NOISE)
def test_noise_never_makes_sure_what_is_not(noise):
    for row in LISTED:
        text = NOISE[noise](row["raw"])
        reading = read(row["field"], text)
        if reading.kind == "ok":
            assert row["kind"] == "ok", (row, text)
            if row["field"] not in ("unit", "email"):
                assert reading.value[: len(row["expected"]) or None] == row["expected"], text
