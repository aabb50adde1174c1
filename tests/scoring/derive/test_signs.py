from datetime import date

from scoring.derive.signs import signs
from scoring.facts import CaseFacts, Finding


def test_signs_are_named_in_a_fixed_order_with_their_day():
    rows = (
        Finding("mucosa_throat", "mild"),
        Finding("targetoid_lesions", "yes", on=date(2026, 3, 14)),
    )
    assert signs(CaseFacts(findings=rows)) == ("Targetoid lesions recorded on 14 Mar 2026", "Throat: mild")


def test_signs_leave_out_what_is_absent_or_belongs_elsewhere():
    words = ("no", "none", "unknown", "")
    rows = (*(Finding("mucosa_eyes", word) for word in words), Finding("facial_oedema", "yes"))
    assert signs(CaseFacts(findings=rows)) == ()
