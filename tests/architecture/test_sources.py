"""Habits that trip: a second parser, a half-read cursor, a write outside the services, unsafe HTML."""

import ast
import base64
import hashlib
import re

import pytest

from dressapp.config import gunicorn
from dressapp.config.assets import package_dir
from tests.architecture.sources import called, imported, modules, names, texts, writes

APPS = list(modules("dressapp"))
SECOND_PARSER = {"strptime", "FloatField", "DecimalField"}
# The figure turns exact values into pixels; nothing is read back from it.
DRAWS = "dressapp/timeline/"
HALF_READ = {"iterator", "StreamingHttpResponse", "FileResponse"}
WRITES = {"update", "delete", "bulk_create", "bulk_update", "update_or_create", "raw", "executesql"}
WRITERS = re.compile(r"dressapp/[a-z]+/(services\w*|snapshots|signatures)\.py")
RAW_HTML = {"mark_safe", "csrf_exempt", "xframe_options_exempt"}
# The one reviewed place: an SVG that an XML serializer wrote.
SERIALIZED = "dressapp/timeline/figure.py"
UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|hx-on", re.IGNORECASE
)
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
# The official files of Bootstrap 5.3.8.
BOOTSTRAP = {
    "css/bootstrap.min.css": "sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB",
    "js/bootstrap.bundle.min.js": "FKyoEForCGlyvwx9Hj09JcYn3nv7wiPVlz7YYwJrWVcXK/BmnVDxM+D2scQbITxI",
}


def found_calls(wanted):
    return {f"{path}:{line} {name}" for path, tree in APPS for name, line in called(tree) if name in wanted}


@pytest.mark.hazard("H02", "H10")
def test_numbers_and_dates_have_one_reader_each():
    assert {path for path, tree in APPS if names(tree) & SECOND_PARSER} == set()
    assert {call for call in found_calls({"float"}) if not call.startswith(DRAWS)} == set()


def test_no_cursor_is_left_half_read():
    assert {path for path, tree in APPS if names(tree) & HALF_READ} == set()


@pytest.mark.promise("P29")
def test_no_code_trusts_html():
    assert {path for path, tree in APPS if names(tree) & RAW_HTML} <= {SERIALIZED}


@pytest.mark.promise("P05")
def test_rows_are_written_by_services_only():
    found = {f"{path}:{line} {name}" for path, tree in APPS for name, line in writes(tree, WRITES)}
    assert {call for call in found if not WRITERS.match(call)} == set()


def test_nothing_happens_by_signal():
    signals = re.compile(r"django\.(dispatch|db\.models\.signals)")
    assert {path for path, tree in APPS if any(signals.match(name) for name in imported(tree))} == set()


def test_packages_have_no_code_of_their_own():
    packages = [(path, tree) for path, tree in [*APPS, *modules("scoring")] if path.endswith("__init__.py")]
    assert [path for path, tree in packages if tree.body and not isinstance(tree.body[0], ast.Expr)] == []
    assert [path for path, tree in packages if len(tree.body) > 1] == []


@pytest.mark.promise("P29")
@pytest.mark.parametrize(("path", "text"), list(texts("templates", ".html")), ids=lambda value: value[:60])
def test_template_has_no_inline_style_script_or_unescaped_text(path, text):
    assert UNESCAPED.findall(text) == []
    assert INLINE.findall(TEMPLATE_TAG.sub("", text)) == []


@pytest.mark.parametrize(("path", "digest"), BOOTSTRAP.items())
def test_bootstrap_is_the_official_file(path, digest):
    content = (package_dir("bootstrap") / path).read_bytes()
    assert base64.b64encode(hashlib.sha384(content).digest()).decode() == digest


def test_workers_load_nothing_before_the_fork():
    assert gunicorn.preload_app is False
    assert (gunicorn.workers, gunicorn.worker_class, gunicorn.threads) == (2, "gthread", 4)


def test_our_style_sheets_and_scripts_fetch_nothing_from_elsewhere():
    remote = re.compile(r"https?://(?!www\.w3\.org/2000/svg)|@import|//cdn", re.IGNORECASE)
    assert [
        path
        for path, text in texts("static", ".css", ".js", ".svg")
        if remote.search(text.replace("xmlns", ""))
    ] == []


def test_every_transaction_takes_its_locks_in_one_order():
    assert {call.partition(":")[0] for call in found_calls({"atomic"})} == {"dressapp/core/transactions.py"}
