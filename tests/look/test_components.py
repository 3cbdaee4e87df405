"""The components say the same thing in the same words, and every control has its name."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.template.loader import get_template, render_to_string

COMPONENTS = sorted((settings.BASE_DIR / "templates" / "components").glob("*.html"))
CHOICES = [("2003年6月", "2003年6月（当时 25 岁）"), ("", "其他时间，我来填写")]


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def finding(**parameters):
    return render_to_string("components/finding.html", parameters)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_opens_with_its_parameters(path):
    assert path.read_text().startswith(("{% comment %}", "{#"))


@pytest.mark.parametrize(
    ("level", "words"), [("error", "必须修改"), ("question", "请您确认"), ("warning", "请说明")]
)
def test_finding_opens_with_its_fixed_words(level, words):
    assert text_of(finding(level=level, text="两处不一致。")) == f"{words} 两处不一致。"


def test_question_offers_its_choices_and_preselects_none():
    html = finding(level="question", text="是哪一年？", name="meaning", choices=CHOICES)
    assert html.count('type="radio"') == 2
    assert "checked" not in html


def test_warning_asks_for_an_explanation_and_keeps_it():
    html = finding(level="warning", text="不一致。", name="why", explanation="返聘 <1> 人")
    assert "请说明" in html
    assert "返聘 &lt;1&gt; 人</textarea>" in html


def test_explained_warning_reads_as_explained():
    html = finding(level="warning", text="不一致。", explanation="返聘人员")
    assert text_of(html) == "已说明 不一致。 学会说明： 返聘人员"


def test_links_of_a_finding_follow_its_text():
    links = [
        {"label": "第3条", "url": "/policy/#article-3"},
        {"label": "表1", "url": "/policy/#table-1"},
    ]
    html = finding(level="error", text="不一致。", links=links)
    assert text_of(html) == "必须修改 不一致。 第3条 、 表1"


@pytest.mark.parametrize(
    ("state", "shape"),
    [("todo", "ring"), ("in_review", "half"), ("returned", "alert"), ("approved", "tick")],
)
def test_status_is_a_shape_and_a_word(state, shape):
    html = render_to_string("components/status_tag.html", {"state": state, "word": "状态"})
    assert f"#{shape}" in html
    assert text_of(html) == "状态"


def roster_cell(number, **changes):
    cell = {
        "name": f"council/r{number}/phone",
        "value": "",
        "label": "联系电话",
    }
    return cell | {"attrs": "", "state": "", "findings": ()} | changes


def test_roster_labels_each_input_and_escapes_what_was_typed():
    wrong = {"level": "error", "text": "应为 11 位。", "id": "f2"}
    cells = [
        roster_cell(1, value='"><b>'),
        roster_cell(2, value="154", state="error", findings=[wrong]),
    ]
    row = {"id": "r", "number": "4", "title": "徐国强", "text": (), "line": (), "open": True}
    html = render_to_string(
        "components/roster.html",
        {"kind": "council", "columns": (), "rows": [row | {"cells": cells, "actions": ()}]},
    )
    assert re.findall(r'<label for="(\S+)">联系电话</label><input id="(\S+)"', html) == [
        ("cell-council-r1-phone",) * 2,
        ("cell-council-r2-phone",) * 2,
    ]
    assert 'value="&quot;&gt;&lt;b&gt;"' in html
    assert html.index('id="cell-council-r2-phone"') < html.index("应为 11 位。")
    assert html.count('aria-invalid="true"') == 1


class DecisionForm(forms.Form):
    reason = forms.CharField(label="理由", help_text="学会会看到。")
    number = forms.CharField(label="文件号", required=False)
    kind = forms.ChoiceField(label="处理", choices=[("a", "同意")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="已核实")


def test_form_ties_label_hint_and_remark_to_the_control():
    html = render_crispy_form(DecisionForm({"reason": ""}))
    assert '<label class="field__label" for="id_reason">理由</label>' in html
    control = re.search(r'<input [^>]*id="id_reason"[^>]*>', html)[0]
    described_by = re.search(r'aria-describedby="([^"]+)"', control)[1].split()
    assert described_by == ["id_reason_helptext", "id_reason_error"]
    assert all(f'id="{name}"' in html for name in described_by)


def test_form_says_what_may_stay_empty_and_groups_choices():
    html = render_crispy_form(DecisionForm())
    assert text_of(html) == "理由 学会会看到。 文件号 可不填 处理 同意 已核实"
    assert '<legend class="field__label">处理</legend>' in html


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html", "403_csrf.html"])
def test_error_page_needs_nothing_to_work(name):
    html = get_template(name).render()
    assert html.count("<h1>") == 1
    assert "回首页" in html
