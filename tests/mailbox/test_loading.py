"""From a mailbox to filings: each file is read, asked about, confirmed, and nothing twice."""

import io

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from accounts.enums import Role
from filings import actions as filing_actions
from filings.enums import LoadedState, Move, State
from filings.mailbox import actions
from filings.models import Filing, MailboxFile
from filings.rules import MoveNotAllowed
from societies.models import SocietyName
from tests.factories import (
    CycleFactory,
    FilingFactory,
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    approve,
    cadre,
    document,
    secretary_of,
    submitted,
)
from tests.factories.mailboxes import picture, table_file, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def society():
    return ObligationFactory(society__name="吉林省物理学会").society


@pytest.fixture
def load(reviewer):
    """Load files by name and let a worker read them; gives them in their order."""

    def load(files, **options):
        mailbox = actions.load(
            [("邮箱.zip", zipped(files, gbk=True))],
            kind="registration",
            cycle=CycleFactory(),
            by=reviewer,
            name="邮箱.zip",
        )
        actions.work.call(mailbox.pk)
        return list(mailbox.files.order_by("number"))

    return load


def confirm(*files, by, submits=True):
    numbers = [file.number for file in files]
    count = actions.confirm(files[0].mailbox, numbers, by=by, submits=submits)
    actions.work.call(files[0].mailbox_id)
    for file in files:
        file.refresh_from_db()
    return count


def said(file):
    return file.state, file.asked, file.reason


def test_confirmed_file_becomes_a_submission_of_who_confirmed(load, society, reviewer):
    data = table_file(society)
    [file] = load({"物理.xlsx": data})
    assert (file.state, file.society, file.missing) == (LoadedState.READY, society, 0)
    assert confirm(file, by=reviewer) == 1
    filing = file.filing
    assert (filing.state, filing.on_behalf) == (State.SUBMITTED, True)
    assert [event.move for event in filing.events.all()] == [
        Move.START,
        Move.TAKE_FILE,
        Move.SUBMIT,
    ]
    assert {event.by for event in filing.events.all()} == {reviewer}
    assert file.open().read() == data
    filing_actions.claim(filing.pk, by=reviewer)
    with pytest.raises(MoveNotAllowed, match="须由他人批准"):
        filing_actions.approve(filing.pk, by=reviewer, version=1)


def test_draft_where_only_that_is_wanted_or_the_checks_do_not_allow_more(load, reviewer):
    one, other = (ObligationFactory().society for _ in range(2))
    files = load({"一.xlsx": table_file(one), "二.xlsx": table_file(other, full_time_staff="900")})
    assert [file.state for file in files] == [LoadedState.READY] * 2
    assert files[1].missing > 0
    confirm(files[0], by=reviewer, submits=False)
    confirm(files[1], by=reviewer)
    assert [file.filing.state for file in files] == [State.DRAFT] * 2
    assert files[1].filing.document["cells"]["full_time_staff"] == "900"


def test_ready_file_tells_of_what_has_no_place(load, society):
    book = load_workbook(io.BytesIO(table_file(society)))
    book["表1"].cell(60, 2, "另有联络员一名")
    changed = io.BytesIO()
    book.save(changed)
    [file] = load({"表.xlsx": changed.getvalue()})
    assert file.state == LoadedState.READY
    assert file.reason == "有 1 处内容没有放进表里，请打开文件核对。"


def test_former_name_is_known_and_does_not_change_the_register(load, society, reviewer):
    SocietyName.objects.filter(society=society).update(valid_from="2010-01-01")
    SocietyName.objects.create(society=society, name="吉林物理会", valid_until="2010-01-01")
    content = document(society)
    content["cells"]["society"] = "吉林物理会"
    [file] = load({"表.xlsx": table_file(content=content)})
    confirm(file, by=reviewer)
    assert file.society == society
    assert file.filing.document["cells"]["society"] == "吉林省物理学会"


def test_typo_in_the_name_is_asked_and_its_spelling_taken_only_on_demand(load, society, reviewer):
    content = document(society)
    content["cells"]["society"] = "吉林省物里学会"
    [file] = load({"表.xlsx": table_file(content=content)})
    assert (file.state, file.asked, file.proposals) == ("asking", "society", [society.pk])
    file = actions.answer(file.pk, by=reviewer, society=society)
    assert file.state == LoadedState.READY
    file = actions.answer(file.pk, by=reviewer, takes_name=True)
    confirm(file, by=reviewer, submits=False)
    assert file.filing.document["cells"]["society"] == "吉林省物里学会"


def test_doubtful_cells_are_reported_with_place_value_and_what_is_accepted(load, society, reviewer):
    people = [cadre(mobile="1381234"), cadre(joined_party_on="03.6"), cadre()]
    [file] = load({"表.xlsx": table_file(society, cadres=people)})
    assert said(file) == ("asking", "cells", f"有 {len(file.remarks)} 格要回答。")
    by_value = {remark["value"]: remark for remark in file.remarks}
    phone = by_value["1381234"]
    assert phone["label"].endswith(f"{people[0]['name']} 手机号码")
    assert phone["sheet"] and phone["address"] and "11" in phone["why"] + phone["accepted"]
    meanings = {
        remark["place"]: remark["choices"][0][0] if remark["choices"] else "13812345678"
        for remark in file.remarks
    }
    file = actions.answer(file.pk, by=reviewer, meanings=meanings)
    assert said(file) == ("ready", "", "")
    confirm(file, by=reviewer)
    filing = file.filing
    assert filing.document["rows"]["cadres"][0]["mobile"] == "13812345678"
    kept = filing.answers["meanings"].values()
    assert {"typed": "1381234", "chosen": "13812345678"} in kept


def test_wrong_answer_is_asked_again(load, society, reviewer):
    people = [cadre(mobile="1381234")]
    [file] = load({"表.xlsx": table_file(society, cadres=people)})
    place = file.remarks[0]["place"]
    file = actions.answer(file.pk, by=reviewer, meanings={place: "138"})
    assert file.remarks[0]["value"] == "138"
    assert file.state == LoadedState.ASKING
    confirm(file, by=reviewer, submits=True)
    assert file.filing.state == State.DRAFT


def load_three(load, society):
    names = ("一.xlsx", "二.docx", "三.xlsx")
    counts = ("6", "7", "8")
    return load(
        {
            name: table_file(society, suffix=name[2:], staff_count=count)
            for name, count in zip(names, counts, strict=True)
        }
    )


def test_files_of_one_society_all_ask_which_one(load, society, reviewer):
    files = load_three(load, society)
    assert [said(file)[:2] for file in files] == [("asking", "twin")] * 3
    assert "二.docx" in files[0].reason and "一.xlsx" in files[1].reason
    assert confirm(*files, by=reviewer) == 0
    one, two, three = files
    assert actions.answer(two.pk, by=reviewer).state == LoadedState.READY
    assert actions.answer(one.pk, by=reviewer).asked == "twin"
    confirm(two, by=reviewer)
    assert two.filing.state == State.SUBMITTED
    assert actions.answer(three.pk, by=reviewer).state == LoadedState.REFUSED


def test_last_file_left_of_a_society_is_ready(load, society, reviewer):
    one, two, three = load_three(load, society)
    actions.set_aside(one.pk, by=reviewer)
    two.refresh_from_db()
    assert two.asked == "twin"
    actions.set_aside(three.pk, by=reviewer)
    two.refresh_from_db()
    assert said(two) == (LoadedState.READY, "", "")
    assert actions.answer(one.pk, by=reviewer).asked == "twin"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (FilingFactory, "填写中"),
        (submitted, "待审核"),
        (lambda society: approve(submitted(society)), "已批准"),
    ],
)
def test_society_that_has_a_filing_is_refused_with_what_to_do(load, society, make, told):
    make(society)
    [file] = load({"表.xlsx": table_file(society)})
    assert file.state == LoadedState.REFUSED
    assert told in file.reason and file.advice


def test_society_without_obligation_is_refused(load):
    [file] = load({"表.xlsx": table_file(SocietyFactory())})
    assert said(file) == ("refused", "", "本学会在这个周期没有填报义务。")


def test_filing_begun_before_the_confirmation_is_left_alone(load, society, reviewer):
    [file] = load({"表.xlsx": table_file(society)})
    draft = FilingFactory(society)
    confirm(file, by=reviewer)
    assert file.state == LoadedState.REFUSED
    assert list(Filing.objects.all()) == [draft]


def test_files_that_are_no_tables_say_why(load):
    inner = zipped({"a.xlsx": b"1"}).getvalue()
    files = load({"章.png": picture(), "里面.zip": inner, "空.xlsx": b"", "说明.txt": b"hello"})
    assert {file.state for file in files} == {LoadedState.REFUSED}
    reasons = "".join(file.reason for file in files)
    for told in ("图片", "压缩包", "空文件", "看不出是什么"):
        assert told in reasons


def test_same_zip_again_changes_nothing_and_says_so(load, society, reviewer):
    files = {"一.xlsx": table_file(society), "副本.xlsx": b""}
    files["副本.xlsx"] = files["一.xlsx"]
    one, copy = load(files)
    assert (copy.state, copy.same_as) == (LoadedState.KNOWN, one)
    confirm(one, by=reviewer)
    before = list(Filing.objects.values())
    again = load(files)
    assert [(file.state, file.same_as) for file in again] == [(LoadedState.KNOWN, one)] * 2
    assert list(Filing.objects.values()) == before


def test_equal_tables_without_a_society_are_of_whom_their_files_name(load, society):
    other = ObligationFactory(society__name="吉林省化学会").society
    content = document(society)
    content["cells"]["society"] = ""
    data = table_file(content=content)
    one, two, again = load({f"{society}.xlsx": data, f"{other}.xlsx": data, "副本.xlsx": data})
    assert (one.society, two.society) == (society, other)
    assert (one.state, two.state) == (LoadedState.READY, LoadedState.READY)
    assert again.state == LoadedState.KNOWN


def test_discarded_draft_can_be_loaded_again(load, society, reviewer):
    data = {"一.xlsx": table_file(society)}
    [file] = load(data)
    confirm(file, by=reviewer, submits=False)
    filing_actions.discard(file.filing.pk, by=reviewer, text="重来")
    [again] = load(data)
    assert again.state == LoadedState.READY


class Killed(BaseException):
    """What ends a process is caught by nobody."""


@pytest.mark.sqlite
@pytest.mark.parametrize("phase", ["begin_with_file", "assess"])
def test_killed_worker_goes_on_where_it_stopped(load, reviewer, monkeypatch, task_queue, phase):
    societies = [ObligationFactory().society for _ in range(3)]
    packed = zipped({f"{s.pk}.xlsx": table_file(s) for s in societies})
    mailbox = actions.load(
        [("a.zip", packed)], kind="registration", cycle=CycleFactory(), by=reviewer, name="a.zip"
    )
    original, calls = getattr(actions, phase), []

    def die_at_the_second(*args, **kwargs):
        found = original(*args, **kwargs)
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return found

    def run():
        actions.work.enqueue(mailbox.pk)
        call_command("db_worker", batch=True, startup_delay=False, stdout=io.StringIO())

    monkeypatch.setattr(actions, phase, die_at_the_second)
    for _ in range(2):
        run()
        actions.confirm(mailbox, [1, 2, 3], by=reviewer, submits=True)
    run()
    assert len(calls) >= 4
    files = MailboxFile.objects.all()
    assert [file.state for file in files] == [LoadedState.CONFIRMED] * 3
    assert sorted(Filing.objects.values_list("society", "state")) == [
        (society.pk, State.SUBMITTED) for society in societies
    ]
    assert all(filing.versions.count() == 1 for filing in Filing.objects.all())


def test_file_that_always_kills_the_worker_is_given_up(society, reviewer, load, monkeypatch):
    def die(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(actions, "read", die)
    mailbox = actions.load(
        [("物理.xlsx", io.BytesIO(table_file(society)))],
        kind="registration",
        cycle=CycleFactory(),
        by=reviewer,
        name="物理.xlsx",
    )
    for _ in range(actions.MOST_TRIES):
        with pytest.raises(Killed):
            actions.work.call(mailbox.pk)
    actions.work.call(mailbox.pk)
    [file] = mailbox.files.all()
    assert said(file) == ("refused", "", "处理这个文件时程序几次中断。")


def test_program_error_stops_one_file_only(load, society, reviewer, monkeypatch, caplog):
    original = actions.read

    def fail(data, kind):
        if data == b"bad":
            raise ValueError("程序出错")
        return original(data, kind)

    monkeypatch.setattr(actions, "read", fail)
    bad, good = load({"坏.xlsx": b"bad", "好.xlsx": table_file(society)})
    assert said(bad) == ("refused", "", "处理这个文件时程序出错。")
    assert good.state == LoadedState.READY
    assert "程序出错" in caplog.text


def test_namesake_in_the_ledger_is_asked(load, society, reviewer):
    """Next year a person of the same name with another telephone."""
    approved = approve(submitted(society))
    held = approved.document["rows"]["cadres"][0]
    cycle = CycleFactory(year=2018, title="2018年度", inspection_year=2019, opens_on="2017-05-02")
    ObligationFactory(cycle=cycle, society=society)
    people = [cadre(name=held["name"], birth_month="1980年1月")]
    mailbox = actions.load(
        [("物理.xlsx", io.BytesIO(table_file(society, cadres=people)))],
        kind="registration",
        cycle=cycle,
        by=reviewer,
        name="物理.xlsx",
    )
    actions.work.call(mailbox.pk)
    [file] = mailbox.files.all()
    doubts = [remark for remark in file.remarks if remark["place"].count("/") == 1]
    person = next(remark for remark in doubts if remark["place"].startswith("cadres/"))
    assert person["choices"][0][0] == held["key"]
    answers = {remark["place"]: remark["choices"][0][0] for remark in doubts}
    file = actions.answer(file.pk, by=reviewer, meanings=answers)
    confirm(file, by=reviewer, submits=False)
    rows = file.filing.document["rows"]["cadres"]
    assert [row["key"] for row in rows if row["name"] == held["name"]] == [held["key"]]


def test_other_years_own_draft_of_the_society_stays_hers(load, society, reviewer):
    [file] = load({"表.xlsx": table_file(society)})
    confirm(file, by=reviewer, submits=False)
    assert secretary_of(society) != file.filing.started_by
    assert Filing.objects.for_user(secretary_of(society)).get() == file.filing
