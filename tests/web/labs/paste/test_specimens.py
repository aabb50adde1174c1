"""Values of another specimen than blood are kept aside, in every layout of a grid."""

from datetime import date

import pytest

from dressapp.labs.paste.parts import VALUE, Choices, Known
from dressapp.labs.paste.reading import read
from dressapp.labs.paste.sheet import split_text

KNOWN = Known(today=date(2026, 11, 22))
HEAD = "Test\t12 Mar 2015\t14 Mar 2015"


def values_of(text):
    reading = read(split_text(text), Choices(), KNOWN)
    tests = {head.key: head.analyte for head in reading.tests}
    return sorted((tests[cell.test], cell.raw) for cell in reading.cells if cell.state == VALUE), reading


@pytest.mark.parametrize("section", ["Urinalysis", "Urine", "CSF", "Pleural fluid", "Liquor", "Urin"])
def test_lines_below_the_section_of_another_specimen_stay_aside(section):
    lines = f"{HEAD}\nALT (U/L)\t50\t60\n{section}\nGlucose (mg/dL)\t90\t95\nLDH (U/L)\t200\t210"
    values, reading = values_of(lines)
    assert values == [("alt", "50"), ("alt", "60")]
    assert [aside.why for aside in reading.aside if "LDH" in aside.text] == [f"Another specimen: {section}"]


def test_the_next_section_is_of_blood_again():
    values, _ = values_of(f"{HEAD}\nUrine\nGlucose (mg/dL)\t90\t95\nLiver function\nALT (U/L)\t50\t60")
    assert values == [("alt", "50"), ("alt", "60")]


def test_a_specimen_beside_the_name_is_heeded():
    values, _ = values_of(
        "Test\tSpecimen\t12 Mar 2015\nCreatinine (mg/dL)\tUrine\t90\nCreatinine (mg/dL)\tSerum\t1.1"
    )
    assert values == [("creatinine", "1.1")]


def test_a_specimen_beside_the_date_is_heeded():
    values, reading = values_of(
        "Date\tSpecimen\tLDH (U/L)\n12 Mar 2015\tPleural fluid\t900\n13 Mar 2015\tSerum\t210"
    )
    assert values == [("ldh", "210")]
    assert any(aside.why == "Another specimen: Pleural fluid" for aside in reading.aside)


def test_a_test_of_urine_stands_below_its_own_section():
    values, _ = values_of(
        f"{HEAD}\nUrine\nUrine protein/creatinine (mg/g)\t900\t950\nGlucose (mg/dL)\t90\t95"
    )
    assert {test for test, _ in values} == {"urine_protein_creatinine_ratio"}


def test_a_test_of_urine_below_another_specimen_stays_aside():
    values, _ = values_of(f"{HEAD}\nCSF\nUrine protein/creatinine (mg/g)\t900\t950\nLiver\nALT (U/L)\t50\t60")
    assert {test for test, _ in values} == {"alt"}
