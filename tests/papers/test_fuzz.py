"""Mutated files through the upload: each is read or refused, none breaks the page."""

import io
import random
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from filings import actions
from tests.factories import ObligationFactory, secretary_of
from tests.papers.strangers import FILES

FEW, MANY = 300, 10_000
SEEDS = [
    path.read_bytes()
    for path in sorted(FILES.iterdir())
    if path.suffix in (".xlsx", ".xls", ".docx") and path.stat().st_size < 60_000
]


def truncated(chance, data, other):
    return data[: chance.randrange(len(data) + 1)]


def flipped(chance, data, other):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(changed))
        changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


def spliced(chance, data, other):
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def repeated(chance, data, other):
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 400)]
    return data[:start] + piece * chance.randint(2, 50) + data[start:]


MUTATIONS = (truncated, flipped, spliced, repeated)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mutated(chance: random.Random) -> bytes:
    """A file changed as a whole; or one part of its zip, so that the zip itself is sound."""
    data, other = chance.choice(SEEDS), chance.choice(SEEDS)
    mutate = chance.choice(MUTATIONS)
    if chance.random() < 0.3 or not data.startswith(b"PK"):
        return mutate(chance, data, other)
    inside, theirs = parts(data), parts(other) if other.startswith(b"PK") else parts(data)
    name = chance.choice([name for name in inside if "xml" in name and inside[name]])
    inside[name] = mutate(chance, inside[name], chance.choice(list(theirs.values())) or b"x")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part, content in inside.items():
            archive.writestr(part, content)
    return file.getvalue()


@pytest.mark.sqlite  # once: a damaged file does not come as far as the database
@pytest.mark.django_db
def test_mutated_files_are_read_or_refused_at_once(client, pytestconfig, record_property):
    obligation = ObligationFactory()
    by = secretary_of(obligation.society)
    client.force_login(by)
    filing = actions.start(
        "registration", society=obligation.society, cycle=obligation.cycle, by=by
    )
    count = MANY if pytestconfig.getoption("--hypothesis-profile") == "long" else FEW
    read = 0
    for seed in range(count):
        file = SimpleUploadedFile("表.xlsx", mutated(random.Random(seed)))
        started = time.thread_time()
        response = client.post(f"/filings/{filing.pk}/upload/", {"file": file})
        assert response.status_code in (302, 422), seed
        if response.status_code == 302:
            read += 1
            assert client.get(response.url).status_code == 200, seed
        assert time.thread_time() - started < 5, seed
    record_property("said", f"fuzz: {count} mutated files, {read} read, the others refused")
    assert read
