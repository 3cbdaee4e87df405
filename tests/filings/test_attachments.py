"""Files beside a filing: who attaches what, what is kept of it, and how it is shown."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from pillow_heif import from_pillow
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from accounts.enums import Role
from accounts.models import AuditRecord
from filings import actions, attachments
from filings.contents import pdfs, pictures
from filings.contents.accepting import accept
from filings.contents.refusing import Unacceptable
from filings.enums import Purpose
from filings.models import Attachment, Filing
from filings.rules import MoveNotAllowed
from tests.factories import (
    CycleFactory,
    FilingFactory,
    ObligationFactory,
    UserFactory,
    approve,
    pdf,
    picture,
    secretary_of,
    submitted,
)
from tests.kinds import PLAIN
from tests.responses import finish

STAMPED = Purpose.STAMPED


def attach(filing, *, data=None, name="盖章.png", by=None) -> Attachment:
    return attachments.add_attachment(
        filing.pk,
        by=by or secretary_of(filing.society),
        name=name,
        data=data or picture(),
        purpose=STAMPED,
    )


def opened(content) -> Image.Image:
    return Image.open(io.BytesIO(content.data))


def stored_files() -> list[str]:
    folders, _ = default_storage.listdir("")
    return default_storage.listdir("attachments")[1] if "attachments" in folders else []


def test_photo_is_kept_upright_and_without_what_it_says_of_its_owner():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "手机"  # orientation: turned; maker
    exif.get_ifd(0x8825)[1] = "N"  # a place
    data = picture("JPEG", size=(60, 40), exif=exif, comment=b"secret", quality=95)
    kept = accept(data)
    assert (kept.type, opened(kept).size) == ("image/jpeg", (40, 60))
    assert dict(opened(kept).getexif()) == {} and b"secret" not in kept.data
    top, bottom = (opened(kept).convert("L").getpixel((20, y)) for y in (5, 55))
    assert (top < 60, bottom > 200) == (True, True)


def test_picture_with_transparency_stands_on_white():
    file = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(accept(file.getvalue())).getpixel((1, 1)) == (255, 255, 255)


def test_text_in_a_png_is_gone():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "secret")
    kept = accept(picture(pnginfo=info))
    assert kept.type == "image/png" and b"secret" not in kept.data


def test_heic_of_a_phone_becomes_a_jpeg():
    file = io.BytesIO()
    from_pillow(Image.new("RGB", (64, 48), "white")).save(file)
    kept = accept(file.getvalue())
    assert (kept.type, opened(kept).format, opened(kept).size) == ("image/jpeg", "JPEG", (64, 48))


def test_large_photo_is_made_smaller():
    kept = accept(picture("JPEG", size=(5000, 4000)))
    assert opened(kept).size == (pictures.LONGEST_SIDE, 2806)


def active(key, value):
    def change(writer):
        writer.root_object[NameObject(key)] = value

    return pdf(change=change)


SCRIPT = DictionaryObject({NameObject("/JS"): TextStringObject("app.alert(1)")})
LAUNCH = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
REFUSED = {
    "": "空文件",
    "PK\x03\x04": "Word、Excel",
    "GIF89a": "这种图片不收",
    "hello": "看不出",
    "%PDF-1.4 broken": "PDF 打不开",
    "\x89PNG\r\n\x1a\n": "图片打不开",
}


@pytest.mark.parametrize("data", REFUSED)
def test_other_files_are_refused_with_the_reason(data):
    with pytest.raises(Unacceptable, match=REFUSED[data]):
        accept(data.encode("latin-1"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_cut_short_is_refused(kind):
    whole = picture(kind, size=(400, 400))
    with pytest.raises(Unacceptable, match="打不开"):
        accept(whole[: len(whole) // 2])


def test_decompression_bomb_is_refused_unopened(monkeypatch):
    bomb = picture("PNG", size=(9000, 9000), mode="L")  # 40 KB of file, 81 million pixels
    monkeypatch.setattr(Image.Image, "thumbnail", pytest.fail)
    with pytest.raises(Unacceptable, match="6400 万像素"):
        accept(bomb)


def test_pdf_that_lies_still_is_kept_as_it_came():
    data = pdf(2)
    assert (accept(data).data, accept(data).type) == (data, "application/pdf")


@pytest.mark.parametrize(
    "data",
    [
        active("/OpenAction", LAUNCH),
        active("/OpenAction", SCRIPT),
        pdf(change=lambda writer: writer.add_attachment("a.exe", b"MZ")),
        active("/AcroForm", DictionaryObject({NameObject("/XFA"): TextStringObject("x")})),
    ],
    ids=["launch", "script", "embedded", "xfa"],
)
def test_pdf_that_acts_or_hides_something_is_refused(data):
    with pytest.raises(Unacceptable, match="脚本、附件"):
        accept(data)


def test_locked_or_long_pdf_is_refused(monkeypatch):
    with pytest.raises(Unacceptable, match="密码"):
        accept(pdf(change=lambda writer: writer.encrypt("secret", algorithm="RC4-128")))
    monkeypatch.setattr(pdfs, "MOST_PAGES", 2)
    with pytest.raises(Unacceptable, match="有 3 页，一个文件最多 2 页"):
        accept(pdf(3))


@pytest.fixture
def cycle(db):
    return CycleFactory(stamped_scan="approval")


@pytest.mark.usefixtures("cycle")
class TestActions:
    def test_attachment_says_what_is_kept_and_nothing_in_its_path(self):
        filing = submitted()
        found = attach(filing, name="C:\\图\u202e片\\盖章件.JPG")
        with found.file.open() as file:
            kept = file.read()
        assert (found.name, found.content_type) == ("盖章件.png", "image/png")
        assert (found.size, found.sha256) == (len(kept), accept(picture()).sha256)
        assert re.fullmatch(r"attachments/[0-9a-f]{32}", found.file.name)

    def test_same_file_again_is_refused_and_leaves_nothing(self):
        filing = submitted()
        first = attach(filing)
        before = stored_files()
        with pytest.raises(MoveNotAllowed, match="已经上传过"):
            attach(filing)
        assert stored_files() == before
        attachments.take_back(first.pk, by=secretary_of(filing.society))
        assert attach(filing).pk != first.pk

    def test_taken_back_is_marked_and_kept(self):
        filing = submitted()
        found, secretary = attach(filing), secretary_of(filing.society)
        attachments.take_back(found.pk, by=secretary)
        found.refresh_from_db()
        assert (found.taken_back_by, filing.attachments.in_force().count()) == (secretary, 0)
        assert default_storage.exists(found.file.name)
        with pytest.raises(MoveNotAllowed, match="已经撤回"):
            attachments.take_back(found.pk, by=secretary)

    def test_number_of_files_is_limited(self, monkeypatch):
        monkeypatch.setattr(attachments, "MOST_FILES", 1)
        filing = submitted()
        attach(filing)
        with pytest.raises(MoveNotAllowed, match="最多上传 1 个"):
            attach(filing, data=picture("JPEG"))

    def test_scan_is_attached_while_the_filing_waits_and_by_its_filer(self):
        draft, waiting = FilingFactory(), submitted()
        with pytest.raises(MoveNotAllowed, match="“填写中”，不能上传"):
            attach(draft)
        with pytest.raises(MoveNotAllowed, match="填报人"):
            attach(waiting, by=UserFactory(role=Role.REVIEWER))

    def test_approved_filing_is_closed_to_files(self, cycle):
        cycle.stamped_scan = "not_needed"
        cycle.save()
        approved = approve(submitted())
        with pytest.raises(MoveNotAllowed, match="本周期不需要盖章件"):
            attach(approved)
        cycle.stamped_scan = "approval"
        cycle.save()
        with pytest.raises(MoveNotAllowed, match="“已批准”"):
            attach(Filing.objects.get(pk=approved.pk))

    def test_kind_says_what_may_be_attached(self):
        owed = ObligationFactory()
        plain = actions.start(
            PLAIN.code, society=owed.society, cycle=owed.cycle, by=secretary_of(owed.society)
        )
        with pytest.raises(MoveNotAllowed, match="不需要盖章件"):
            attach(plain)


@pytest.mark.usefixtures("cycle")
class TestPages:
    def post(self, client, filing, *files):
        client.force_login(secretary_of(filing.society))
        url = reverse("filings:attach", args=[filing.pk])
        return client.post(url, {"purpose": "stamped", "files": files}, follow=True)

    def file(self, data, name):
        file = io.BytesIO(data)
        file.name = name
        return file

    def test_several_files_at_once_each_kept_or_refused_by_name(self, client):
        filing = submitted()
        good, bad = self.file(picture(), "第1页.png"), self.file(b"hello", "第2页.txt")
        page = self.post(client, filing, good, bad).content.decode()
        assert "第1页.png 已上传" in page
        assert "第2页.txt 没有上传：看不出这是什么文件。" in page
        assert [row.name for row in filing.attachments.all()] == ["第1页.png"]

    def test_nothing_chosen_says_so(self, client):
        assert "请先选择文件" in self.post(client, submitted()).content.decode()

    def test_file_is_shown_in_a_sandbox_and_not_kept(self, client):
        filing = submitted()
        shot, scan = attach(filing), attach(filing, data=pdf(), name="盖章件.pdf")
        client.force_login(secretary_of(filing.society))
        url = reverse("filings:attachment", args=[filing.pk, shot.pk])
        response = client.get(url)
        assert b"".join(response.streaming_content) == accept(picture()).data
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Disposition"].startswith("inline")
        url = reverse("filings:attachment", args=[filing.pk, scan.pk])
        saved = client.get(url)
        assert saved["Content-Disposition"].startswith("attachment")
        saved.close()

    def test_staff_looking_is_recorded(self, client):
        filing = submitted()
        found, reviewer = attach(filing), UserFactory(role=Role.REVIEWER)
        client.force_login(reviewer)
        url = reverse("admin:filings_filing_attachment", args=[filing.pk, found.pk])
        response = client.post(url)
        finish(response)
        record = AuditRecord.objects.get(action="reveal")
        assert (response.status_code, record.by, record.target) == (200, reviewer, filing.receipt)
        assert record.detail["attachment"] == found.pk

    def test_file_that_is_gone_is_a_404(self, client):
        filing = submitted()
        found = attach(filing)
        default_storage.delete(found.file.name)
        client.force_login(secretary_of(filing.society))
        url = reverse("filings:attachment", args=[filing.pk, found.pk])
        assert client.get(url).status_code == 404
