"""What holds for every file of the project, whichever room it stands in."""

import ast
import re
from pathlib import Path

import crispy_forms
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.utils import get_app_template_dirs
from simple_history.models import HistoricalChanges

ROOT = settings.BASE_DIR
NOT_TEXT = {".woff2", ".png", ".ico", ".xls", ".xlsx", ".et", ".docx", ".wps", ".pdf", ".pyc"}
FILES = [
    path
    for entry in ROOT.iterdir()
    if entry.name == ".ci" or not entry.name.startswith((".", "var"))
    for path in [entry, *entry.rglob("*")]
    if path.is_file() and path.suffix not in NOT_TEXT
]
TEMPLATES = [path for path in FILES if path.suffix in {".html", ".jinja"}]
TESTS = [path for path in FILES if path.is_relative_to(ROOT / "tests")]
# Not migrations, which Django writes, and not tests, which grow by cases.
OURS = [path for path in FILES if not {"migrations", "vendor", "tests"} & set(path.parts)]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def read(path):
    """The text of a file; of a template, without its comments, which show how to use it."""
    comment = r"(?s){% comment %}.*?{% endcomment %}|{#.*?#}"
    text = path.read_text()
    return re.sub(comment, lambda m: "\n" * m[0].count("\n"), text) if path in TEMPLATES else text


def found(pattern, paths):
    """Every match of a pattern, as `file:line: text`."""
    places = []
    for path in paths:
        text = read(path)
        for match in re.finditer(pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            places.append(f"{path.relative_to(ROOT)}:{line}: {match.group()}")
    return places


def our_models():
    return [
        model
        for model in apps.get_models()
        if "site-packages" not in Path(model._meta.app_config.path).parts
        and not issubclass(model, HistoricalChanges)
    ]


def test_rooms_models_and_fields_have_chinese_names():
    names = {}
    for model in our_models():
        names[model._meta.app_label] = model._meta.app_config.verbose_name
        names[model.__name__] = model._meta.verbose_name
        names[f"{model.__name__} (plural)"] = model._meta.verbose_name_plural
        for field in model._meta.fields + model._meta.many_to_many:
            if not field.primary_key:
                names[f"{model.__name__}.{field.name}"] = field.verbose_name
    assert [name for name, words in names.items() if not CHINESE.search(str(words))] == []


def is_used(template, sources):
    """Named in another file of ours, or looked for by Django, an installed package or crispy."""
    name = str(template).rpartition("templates/")[2]
    named = re.compile(rf"""["']{re.escape(name)}["']""")
    crispy = Path(crispy_forms.__file__).parent.rglob("*.py")
    pack, _, part = name.partition("/")
    return (
        any(named.search(text) for path, text in sources.items() if path != template)
        or name in {"403.html", "404.html", "500.html", "403_csrf.html"}
        or any((folder / name).exists() for folder in get_app_template_dirs("templates"))
        or pack == settings.CRISPY_TEMPLATE_PACK
        and any(f"%s/{part}" in path.read_text() for path in crispy)
    )


def test_every_template_is_used():
    sources = {path: read(path) for path in OURS if path.suffix in {".py", ".html", ".jinja"}}
    unused = [path for path in TEMPLATES if not is_used(path, sources)]
    assert [str(path.relative_to(ROOT)) for path in unused] == []


def test_static_files_that_templates_name_exist():
    named = re.compile(r"\bstatic[ (]['\"]([^'\"]+)['\"]")
    names = {name for path in TEMPLATES for name in named.findall(read(path))}
    assert [name for name in sorted(names) if not finders.find(name)] == []


def test_templates_have_no_inline_style_or_script():
    inline = r"(?i)<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)"
    assert found(inline, TEMPLATES) == []


def test_files_have_at_most_400_lines():
    kinds = {".py", ".html", ".jinja", ".js", ".sh"}
    ours = [path for path in OURS if path.suffix in kinds]
    long = [path for path in ours if len(path.read_text().splitlines()) > 400]
    assert [str(path.relative_to(ROOT)) for path in long] == []


def test_functions_have_at_most_40_lines():
    long = []
    for path in OURS:
        tree = ast.parse(path.read_text() if path.suffix == ".py" else "")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_addresses_name_no_download_host():
    """Nothing is fetched but by the system's own package tools, as they are set up."""
    namespaces = r"www\.w3\.org|schemas\.(openxmlformats\.org|microsoft\.com)|w(ww|eb)\.wps\.cn"
    known = rf"127\.0\.0\.1|localhost|testserver|([\w-]+\.)?example\.(org|com)|{namespaces}"
    assert found(rf"\w+://(?!({known})\b)[\w-]+\.[\w.-]+", FILES) == []


def test_no_test_is_skipped_or_expected_to_fail():
    marks = r"(mark|pytest|unittest)\.(skip|xfail|importorskip)\w*|self\.skipTest"
    assert found(marks, TESTS) == []
