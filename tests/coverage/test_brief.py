"""The brief: one page, and the numbers of the screen at that moment."""

import re
import subprocess

import pytest

from accounts.enums import Role
from tests.coverage import worlds
from tests.coverage.worlds import small_world
from tests.factories import SocietyFactory, UserFactory

pytestmark = pytest.mark.django_db


def printed(client, path, tmp_path) -> tuple[str, str]:
    """Text of a brief and what pdfinfo says of it."""
    response = client.get(path)
    assert response["Content-Type"] == "application/pdf"
    file = tmp_path / "brief.pdf"
    file.write_bytes(response.content)
    commands = (["pdftotext", "-layout", file, "-"], ["pdfinfo", file])
    return tuple(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for command in commands
    )


def test_brief_says_what_the_screen_says(client, tmp_path):
    small_world()
    client.force_login(UserFactory(role=Role.LEADER))
    context = client.get("/coverage/").context
    text, info = printed(client, "/coverage/brief/", tmp_path)
    assert re.search(r"Pages:\s+1\n", info)
    assert "截至 2017年11月6日" in text and context["headline"] in text
    for figure in context["figures"].values():
        rate = figure["rate"]
        assert f"{rate.value}%" in text
        assert f"{rate.numerator} / {rate.denominator} 个" in text
        assert figure["gap"] in text
    for item in [*context["gap"]["items"], *context["kinds"]["items"]]:
        assert re.search(rf"{item.label}\s*{item.number} ?个", text), item.label
    for item in context["progress"]["states"]:
        assert f"{item.label} {item.number}" in text
    for row in context["disciplines"]:
        assert re.search(rf"{row['label']}\s+{row['rate'].denominator}", text)
    assert context["progress"]["method"] in text


def test_brief_stays_on_one_page_when_everything_occurs(client, tmp_path):
    small_world()
    for number, discipline in enumerate("ABCDE" * 30):
        name = f"吉林省名字很长很长很长的第{number}科学技术研究会"
        worlds.ObligationFactory(society=SocietyFactory(name=name, discipline=discipline))
    worlds.organization(SocietyFactory(), "party_committee")
    client.force_login(UserFactory(role=Role.LEADER))
    text, info = printed(client, "/coverage/brief/?pending=1", tmp_path)
    assert re.search(r"Pages:\s+1\n", info)
    assert "含待审核" in text


def test_brief_uses_only_the_products_fonts(client, tmp_path):
    small_world()
    client.force_login(UserFactory(role=Role.LEADER))
    printed(client, "/coverage/brief/", tmp_path)
    command = ["pdffonts", tmp_path / "brief.pdf"]
    fonts = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = [line.split()[0] for line in fonts.splitlines()[2:]]
    assert names and all("Partyreg-Song" in name for name in names)


def test_without_printing_libraries_it_says_so(client, settings):
    settings.PDF = False
    small_world()
    client.force_login(UserFactory(role=Role.LEADER))
    assert "会议简报" not in client.get("/coverage/").content.decode()
    response = client.get("/coverage/brief/")
    assert response.status_code == 503
    assert "本机没有安装打印组件" in response.content.decode()
