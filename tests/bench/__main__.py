"""Print how fast the pages are beside an empty one, and how fast the engine is: `make bench`."""

import io
import os
import platform
import re
import statistics
from datetime import date
from pathlib import Path
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
os.environ["DRESSAPP_PROFILE"] = "demo"
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.storage import staticfiles_storage  # noqa: E402

from dressapp.assessments.selectors import list_answers  # noqa: E402
from dressapp.core.sealed import seal  # noqa: E402
from dressapp.exchange.case_file import loads, parse_case  # noqa: E402
from dressapp.exchange.lines import score_lines  # noqa: E402
from dressapp.exchange.selectors import list_intakes_at_hand  # noqa: E402
from dressapp.exchange.services import start_file  # noqa: E402
from dressapp.labs.models import LabResult  # noqa: E402
from dressapp.timeline.selectors import KEPT  # noqa: E402
from scoring.panel import assess  # noqa: E402
from tests.bench import data, tables  # noqa: E402
from tests.bench.measure import Browser, measure  # noqa: E402

TABS = ("summary", "drugs", "labs", "score", "timeline", "history")
ASSETS = ("vendor/bootstrap.min.css", "vendor/htmx-2.min.js", "css/theme.css", "css/shell.css", "js/app.js")


def main():
    """Measure everything in one run and print it as a table."""
    user = data.prepare()
    browser = Browser(user)
    case = data.sorafenib(user)
    empty = measure("empty page", browser, "/empty/", rounds=100)
    rows = [empty, *_list_rows(user, browser), *_case_rows(browser, case)]
    print(f"Measured {date.today().isoformat()} on {_machine()}; database SQLite, one worker.\n")
    print("| page | median ms | × empty | queries | kB | kB packed |\n|---|---|---|---|---|---|")
    for row in rows:
        sizes = f"{row.size / 1000:.0f} | {row.packed / 1000:.1f}"
        print(f"| {row.name} | {row.ms:.1f} | {row.ms / empty.ms:.1f} | {row.queries} | {sizes} |")
    _print_first_load(next(row for row in rows if row.name == "tab: summary"))
    _print_intakes(user, browser)
    _print_engine()


def _list_rows(user, browser):
    rows = []
    for count in (100, 10_000):
        data.many_cases(user, count)
        rows.append(measure(f"case list, {count:,} cases", browser, "/"))
    rows.append(measure("case list, searched", browser, f"/?q={seal('allopurinol')}"))
    return rows


def _case_rows(browser, case):
    address = f"/cases/{case.pk}/"
    forget = KEPT.forget
    for tab in TABS:
        path = address if tab == "summary" else f"{address}{tab}/"
        yield measure(f"tab: {tab}" + (" (figure cached)" if tab == "timeline" else ""), browser, path)
    yield measure("timeline, new figure", browser, f"{address}timeline/", before=forget, rounds=15)
    answer = f"{address}score/answers/atypical_lymphocytes/"
    yield measure("saving an answer", browser, answer, htmx=True, data=lambda turn: _answer(case, turn))
    pdf = f"{address}report/report.pdf"
    yield measure("report, figure cached", browser, pdf, rounds=15)
    yield measure("report, new figure", browser, pdf, before=forget, rounds=15)


def _answer(case, turn):
    stored = list_answers(case).get("atypical_lymphocytes")
    answer = ("yes", "no")[turn % 2]
    return {"answer": answer, "version": stored.version if stored else 0}


def _print_first_load(summary):
    paths = [Path(settings.STATIC_ROOT) / staticfiles_storage.stored_name(name) for name in ASSETS]
    packed = [path.with_name(f"{path.name}.br") for path in paths]
    static = sum(
        (best if best.exists() else path).stat().st_size for best, path in zip(packed, paths, strict=True)
    )
    total = (static + summary.packed) / 1000
    print(f"\nFirst load of the workspace, compressed, without the figure: {total:.0f} kB")


def _print_intakes(user, browser):
    """Say how long a large paste and a large file take, from their sending to the preview and to the case."""
    paste, file = tables.paste_of_500_by_60(), tables.file_of_20_000_rows()
    spent = [_preview(data.empty_case(user), user, browser, text=paste)[0] for _ in range(5)]
    print(f"Paste of 500 × 60 to its preview: {statistics.median(spent) * 1000:.0f} ms")
    case = data.empty_case(user)
    spent, page = _preview(case, user, browser, content=file)
    print(f"File of 20,000 rows to its preview: {spent:.1f} s")
    fields = dict(re.findall(rb'name="(version|digest)" value="([^"]*)"', page))
    posted = {name.decode(): value.decode() for name, value in fields.items()}
    intake = list_intakes_at_hand(case)[0]
    start = perf_counter()
    status, _ = browser.request(f"/cases/{case.pk}/labs/intakes/{intake.pk}/confirm/", posted)
    stored = LabResult.objects.filter(case=case).count()
    print(f"File of 20,000 rows stored: {perf_counter() - start:.1f} s ({status}, {stored:,} results)")


def _preview(case, user, browser, *, text="", content=b""):
    """Return the seconds from the sending of a table to its preview, and the page."""
    start = perf_counter()
    if text:
        browser.request(f"/cases/{case.pk}/labs/paste/", {"text": text})
    else:
        start_file(case=case, name="labs.csv", content=content, by=user)
    intake = list_intakes_at_hand(case)[0]
    status, page = browser.request(f"/cases/{case.pk}/labs/intakes/{intake.pk}/")
    if not status.startswith("200"):
        raise SystemExit(f"the preview answered {status}")
    return perf_counter() - start, page


def _print_engine():
    texts = list(data.answer_only_cases(10_000))
    facts = [parse_case(loads(text)) for text in texts]
    start = perf_counter()
    for case in facts:
        assess(case)
    engine = len(facts) / (perf_counter() - start)
    start = perf_counter()
    scored = sum(1 for _ in score_lines(io.BytesIO("\n".join(texts).encode())))
    command = scored / (perf_counter() - start)
    many = parse_case(loads(data.case_of_500_labs()))
    start = perf_counter()
    for _ in range(50):
        assess(many)
    labs = (perf_counter() - start) / 50 * 1000
    rates = f"{engine:,.0f} a second, from text to result {command:,.0f} a second"
    print(f"Engine, answer-only cases on one core: {rates}")
    print(f"Engine, one case of 500 labs: {labs:.1f} ms")


def _machine():
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {python}"


main()
