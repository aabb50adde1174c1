"""Two patients in two tabs of one browser: each saving goes to its own record, and no id crosses over."""

import pytest
from django.urls import reverse

from dressapp.audit.models import Event
from tests.factories.records import RASH, make_case, make_drug, make_lab
from tests.web.workspace.labs import type_value, url


@pytest.fixture
def tabs(user):
    """Return two cases whose patients have nearly one name."""
    return (
        make_case(user, local_id="4711", name="Kim Larsen"),
        make_case(user, local_id="4717", name="Kim Larssen"),
    )


@pytest.mark.hazard("H13")
def test_two_tabs_that_save_in_turn_each_write_their_own_record(client_in, user, tabs):
    for case in tabs:
        make_lab(case, user, analyte="alt", value="10", on=RASH.replace(day=1))
        client_in.get(url(case, "labs"))
    for value, case in zip(("51", "62"), tabs, strict=True):
        assert type_value(client_in, case, value=value).status_code == 200
    stored = [sorted(case.lab_results.values_list("value_raw", flat=True)) for case in tabs]
    assert stored == [["10", "51"], ["10", "62"]]


@pytest.mark.hazard("H13")
def test_a_row_of_the_other_tab_is_not_found_under_this_patient(client_in, user, tabs):
    mine, other = tabs
    course, before = make_drug(other, user, name="vancomycin"), Event.objects.count()
    for name, data in (
        ("edit_drug", {"version": course.version, "name": "changed", "role": "suspect"}),
        ("remove_drug", {"version": course.version}),
        ("still_taken", {"version": course.version, "answer": "no"}),
    ):
        response = client_in.post(reverse(f"workspace:{name}", args=[mine.pk, course.pk]), data)
        assert response.status_code == 404, name
    course.refresh_from_db()
    assert (course.name, course.is_voided, course.stop_precision) == ("vancomycin", False, "")
    assert Event.objects.exclude(action="view").count() == before


@pytest.mark.hazard("H13")
def test_a_form_that_carries_the_id_of_the_other_patients_row_changes_neither(client_in, user, tabs):
    mine, other = tabs
    result = make_lab(other, user, analyte="alt", value="51", on=RASH)
    response = type_value(client_in, mine, value="99", result=result)
    assert response.status_code == 404
    assert [case.lab_results.values_list("value_raw", flat=True).first() for case in tabs] == [None, "51"]


@pytest.mark.hazard("H13")
def test_no_session_remembers_a_patient(client_in, tabs):
    for case in tabs:
        for name in ("summary", "drugs", "labs", "score", "criteria", "timeline", "history", "report"):
            page = client_in.get(url(case, name)).content.decode()
            assert case.patient.local_id in page, name
    held = str(dict(client_in.session.items()))
    assert not any(str(case.pk) in held or case.patient.local_id in held for case in tabs)


@pytest.mark.hazard("H13")
def test_every_page_names_its_own_patient_and_not_the_other(client_in, tabs):
    for case, other in (tabs, tabs[::-1]):
        for name in ("summary", "drugs", "labs", "score", "criteria", "timeline", "history", "report"):
            page = client_in.get(url(case, name)).content.decode()
            assert case.patient.name in page, name
            assert f">{other.patient.name}<" not in page, name
