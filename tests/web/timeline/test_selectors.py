"""The timeline as pages ask for it: drawn once, remembered in this worker alone, shown with its switches."""

from time import perf_counter
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from dressapp.timeline import selectors
from dressapp.timeline.memory import Memory
from dressapp.timeline.selectors import KEPT, draw_both, draw_timeline
from scoring.facts import CaseFacts
from tests.web.timeline.made_cases import ALL, drug, facts, lab, on, one_lab, sorafenib


@pytest.fixture(autouse=True)
def _empty_memory():
    KEPT.forget()


@pytest.fixture
def renders(monkeypatch):
    """Return the list of figures drawn."""
    drawn, real = [], selectors.draw_figure
    monkeypatch.setattr(
        selectors, "draw_figure", lambda scene, **more: drawn.append(more["id"]) or real(scene, **more)
    )
    return drawn


def steroid(**more):
    row = {"kind": "systemic_steroid", "name": "prednisolone", "dose_raw": "60", "dose_unit": "mg/d"}
    row |= {"start_on": on(2), "start_precision": "day", "stop_on": None, "stop_precision": "ongoing"}
    return SimpleNamespace(**row | more)


def test_same_facts_are_drawn_once(renders):
    assert draw_timeline(one_lab()).svg == draw_timeline(one_lab()).svg
    assert len(renders) == 1


@pytest.mark.parametrize(
    "again",
    [
        lambda: draw_timeline(one_lab(), lanes=("alt",)),
        lambda: draw_timeline(one_lab(), narrow=True),
        lambda: draw_timeline(one_lab(), treatments=[steroid()]),
        lambda: draw_timeline(one_lab(), first_symptom="sore throat"),
        lambda: draw_timeline(facts(labs=(lab("alt", 3, "212.0", "U/L", upper=40),), drugs=one_lab().drugs)),
    ],
)
def test_anything_else_is_drawn_anew(renders, again):
    draw_timeline(one_lab())
    again()
    assert len(renders) == 2


def test_changed_dose_of_a_step_is_drawn_anew(renders):
    row = steroid()
    draw_timeline(one_lab(), treatments=[row])
    row.dose_raw = "40"
    assert any("40 mg/d" in made.value for made in draw_timeline(one_lab(), treatments=[row]).table_rows)
    assert len(renders) == 2


def test_memory_is_small_and_forgets_the_oldest():
    memory, made = Memory(2), []
    for source in ("a", "b", "a", "c", "a", "b"):
        memory.recall(source, lambda digest: made.append(digest) or digest)
    assert (len(memory), len(made)) == (2, 4)


def test_nothing_goes_into_the_shared_cache(monkeypatch):
    monkeypatch.setattr(cache, "set", lambda *args, **more: pytest.fail("patient data in the shared cache"))
    draw_both(one_lab())


def test_case_without_an_onset_is_explained():
    timeline = draw_timeline(CaseFacts(labs=one_lab().labs, drugs=one_lab().drugs))
    assert timeline.svg == ""
    assert "Enter the day of the rash" in timeline.explanation
    page = render_to_string("timeline/_figure.html", {"timeline": timeline})
    assert "Enter the day of the rash" in page
    assert "<svg" not in page


def test_both_forms_are_one_timeline():
    timeline = draw_both(sorafenib())
    assert isinstance(timeline.svg, SafeString)
    assert timeline.svg != timeline.narrow_svg != ""


def test_fragment_holds_figure_switches_and_table():
    page = render_to_string("timeline/_figure.html", {"timeline": draw_both(sorafenib(), lanes=("ast",))})
    assert page.count("<svg") == 2
    assert 'value="ast" checked' in page
    assert 'value="inr">' in page
    assert '<th scope="row">AST</th>' in page
    assert "Date</th>" not in page


def test_fragment_escapes_names_everywhere():
    hostile = "<script>alert(1)</script>"
    page = render_to_string(
        "timeline/_figure.html", {"timeline": draw_both(facts(drugs=(drug(hostile, -3),)))}
    )
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("case", ALL)
def test_time_of_a_new_figure_is_told(case, capsys):
    draw_timeline(ALL[case]())
    KEPT.forget()
    started = perf_counter()
    draw_timeline(ALL[case]())
    new = perf_counter()
    draw_timeline(ALL[case]())
    with capsys.disabled():
        print(f" {case}: new {(new - started) * 1000:.0f} ms, again {(perf_counter() - new) * 1000:.1f} ms")  # noqa: T201
