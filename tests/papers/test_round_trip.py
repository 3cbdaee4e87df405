"""What our own files are filled in with reads back as it was."""

from datetime import date

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from filings.kinds import get_kind
from filings.models import Cycle
from filings.papers.docx import write_docx
from filings.papers.editions import Edition
from filings.papers.notes import notes
from filings.papers.reading import read
from filings.papers.xlsx import write_xlsx

KIND = get_kind("registration")
GROUPS = {group.name: group.schema for section in KIND.sections for group in section.groups}
LEADS = {group.name: group.title for section in KIND.sections for group in section.groups}
CELLS = tuple(next(section.schema for section in KIND.sections if section.schema).base_fields)
NAMES = "许静 林雨欣 欧阳喆堃 𠮷野㛃 䶮 爱新觉罗·溥杰 =1+1 -静 @王 +8 O'Brien".split()
TEXTS = ["", *NAMES, "0431-12345678", "001", "1.50", "2017.10", "#N/A", "中国科学院" * 40, "甲\n乙"]
texts = st.sampled_from(TEXTS) | st.text(alphabet="吉林省会0123.-/（）、 ", max_size=12).map(
    str.strip
)
BOXES = {"no_cadres", "no_council_members"}


def rows_of(group, **sizes):
    """Rows that each say at least whom or what they are about."""
    columns = {
        name: texts.filter(bool) if name == LEADS[group] else texts
        for name in GROUPS[group].base_fields
    }
    return st.lists(st.fixed_dictionaries(columns), **sizes)


documents = st.fixed_dictionaries(
    {
        "cells": st.fixed_dictionaries(
            {name: st.sampled_from(["", "1"]) if name in BOXES else texts for name in CELLS}
        ),
        "rows": st.fixed_dictionaries({group: rows_of(group, max_size=3) for group in GROUPS}),
    }
)
ROSTER = [{name: f"第{i}人{name}" for name in GROUPS["council"].base_fields} for i in range(200)]
LONG = {
    "cells": dict.fromkeys(CELLS, ""),
    "rows": {group: ROSTER if group == "council" else [] for group in GROUPS},
}

NOTES = tuple(notes(Cycle(year=2017, deadline=date(2017, 11, 20), inspection_year=2018)))


def without_keys(document):
    return {
        "cells": {name: text for name, text in document["cells"].items() if text},
        "rows": {
            group: [
                {name: text for name, text in row.items() if name != "key" and text}
                for row in document["rows"].get(group, [])
            ]
            for group in GROUPS
        },
    }


@pytest.mark.parametrize("write", [write_xlsx, write_docx])
@settings(
    max_examples=settings.default.max_examples // 2,
    phases=[Phase.explicit, Phase.generate],  # a file is too slow to shrink
)
@given(document=documents)
@example(document=LONG)
def test_a_file_of_ours_reads_back(write, document):
    found = read(write(Edition(KIND, document, "", NOTES)), KIND)
    assert without_keys(found.document) == without_keys(document)
    assert not found.unplaced
