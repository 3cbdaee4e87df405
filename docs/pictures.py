"""Take the pictures of docs/handbook (README.md shows some of them) from the running demonstration,
and check what the handbook says against it.

    make pictures

A comment in the text names each picture, who looks, where, and what is clicked there:

    <!-- home.png secretary 1280 / > 开始填报 -->

A day before the address (2018-02-12) asks for the demonstration of that day, which a run of its
own serves. Words in 「」 from there to the next heading or comment must stand on that page. Exits
with 1 and says which do not.
"""

import os
import re
import shutil
import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
TEXTS = sorted((DOCS / "handbook").glob("*.md"))
SHOT = re.compile(
    r"<!-- (?P<name>[\w-]+\.png) (?P<who>\w+) (?P<width>\d+)"
    r"(?: (?P<day>[\d-]{10}))? (?P<steps>/.*?) -->"
)
WORDS = re.compile(r"「([^」]+)」")
PASSWORD = "partyreg-2017"
HEIGHT = {360: 740, 768: 900, 1280: 860}
SEEN = """() => document.body.innerText
    + [...document.querySelectorAll('input, button, [aria-label]')].map(
        (e) => `\\n${e.value || ''}\\n${e.getAttribute('aria-label') || ''}`).join('')"""


def sign_in(browser, base, who, width):
    size = {"width": width, "height": HEIGHT[width]}
    page = browser.new_context(viewport=size, locale="zh-CN").new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def picture_of(page, base, steps) -> tuple[bytes, str]:
    """(PNG, text) of a page, or of a PDF's first page."""
    path, *clicks = steps.split(" > ")
    answer = page.request.get(base + path)
    if answer.headers["content-type"] == "application/pdf":
        sheet = pypdfium2.PdfDocument(answer.body())[0]
        image = BytesIO()
        sheet.render(scale=1.2).to_pil().save(image, "PNG")
        return image.getvalue(), sheet.get_textpage().get_text_bounded()
    page.goto(base + path)
    for words in clicks:
        found = page.get_by_role("link", name=words).or_(page.get_by_role("button", name=words))
        found.first.click()
        page.wait_for_load_state()
    return page.screenshot(animations="disabled"), page.evaluate(SEEN)


def small(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB").quantize(96)


def main(base, day=None) -> int:
    missing = []
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for text in TEXTS:
            for part in re.split(r"(?m)^(?=#+ |<!-- \w)", text.read_text()):
                shot = SHOT.match(part)
                if not shot or shot["day"] != day:
                    continue
                page = sign_in(browser, base, shot["who"], int(shot["width"]))
                png, seen = picture_of(page, base, shot["steps"])
                small(png).save(DOCS / "pictures" / shot["name"], optimize=True)
                lost = [words for words in WORDS.findall(part) if words not in seen]
                missing += [f"{text.name}: {shot['name']}: 「{words}」" for words in lost]
                page.context.close()
    print(*missing or ["所有图片已更新，文字与页面一致。"], sep="\n")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
