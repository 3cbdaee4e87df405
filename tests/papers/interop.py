"""What LibreOffice makes of our files: 50 generated documents, saved again by it as .xlsx, .xls and
.docx, read as they were. `make interop`, where LibreOffice is installed.

With `--keep` it also saves ten files of files/ again, as resaved_*: those are read in `make test`.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from hypothesis import HealthCheck, Phase, given, settings

COUNT = 50
# The file, and the format that it is saved in again.
KEPT = (
    ("official_copy.xlsx", "xlsx"),
    ("official_copy.xlsx", "xls"),
    ("all_in_one_sheet.xlsx", "xls"),
    ("cadres_as_list.xlsx", "xls"),
    ("merged_roster.xlsx", "xls"),
    ("blank_rows.xlsx", "xlsx"),
    ("rewritten_labels.xlsx", "xlsx"),
    ("official_word.docx", "docx"),
    ("rebuilt_word.docx", "docx"),
    ("two_organizations.docx", "docx"),
)


def save_again(files: list[Path], suffix: str, folder: Path) -> None:
    """Let LibreOffice open files and save them in a folder in the format of a suffix."""
    folder.mkdir(exist_ok=True)
    profile = folder.parent / "profile"
    subprocess.run(
        [
            shutil.which("soffice") or sys.exit("LibreOffice（soffice）没有安装。"),
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def generated(count: int) -> list[dict]:
    from tests.papers.test_round_trip import documents

    found = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(document=documents)
    def collect(document):
        found.append(document)

    collect()
    return found[:count]


def differing(work: Path) -> list[str]:
    """Which of the generated files do not read back as they were, and where."""
    from filings.papers.docx import write_docx
    from filings.papers.editions import Edition
    from filings.papers.reading import Refused, read
    from filings.papers.xlsx import write_xlsx
    from tests.papers.test_round_trip import KIND, NOTES, without_keys

    written = generated(COUNT)
    sources = {"xlsx": write_xlsx, "docx": write_docx}
    for suffix, write in sources.items():
        for number, document in enumerate(written):
            (work / f"{number}.{suffix}").write_bytes(write(Edition(KIND, document, "", NOTES)))
    wrong = []
    for source, suffix in (("xlsx", "xlsx"), ("xlsx", "xls"), ("docx", "docx")):
        folder = work / f"{source}-{suffix}"
        save_again([work / f"{n}.{source}" for n in range(len(written))], suffix, folder)
        for number, document in enumerate(written):
            file = folder / f"{number}.{suffix}"
            try:
                reading = read(file.read_bytes(), KIND)
                found = without_keys(reading.document), reading.unplaced
            except (OSError, Refused) as problem:
                found = str(problem)
            if found != (expected := (without_keys(document), [])):
                wrong.append(f"{suffix} {number}:\n  {expected}\n  {found}")
    return wrong


def keep(work: Path) -> None:
    from tests.papers.strangers import FILES

    for name, suffix in KEPT:
        folder = work / f"kept-{suffix}"
        save_again([FILES / name], suffix, folder)
        stem = Path(name).stem
        shutil.copy(folder / f"{stem}.{suffix}", FILES / f"resaved_{stem}.{suffix}")


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        if "--keep" in sys.argv:
            keep(Path(work))
        wrong = differing(Path(work))
    print(*wrong, f"{3 * COUNT - len(wrong)} of {3 * COUNT} files read as they were.", sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    django.setup()
    main()
