"""A case file into the tables: what the case's own note says of stand-in dates."""

from dressapp.exchange.importer import import_case

NOTE = "Admission is set to 2015-03-12, the first sign to 2015-03-06; 2015-13-45 is no date."


def load(team, user, basis):
    dates = {"rash_onset": "2015-03-11", "basis": basis}
    record = {"format": "dress-case/1", "id": "noted", "note": NOTE, "dates": dates}
    return import_case(record, team=team, by=user)


def test_import_shows_stand_in_dates_of_a_note_as_days_when_only_days_are_known(team, user):
    case = load(team, user, "relative")
    assert case.note == "Admission is set to day 1, the first sign to day −5; 2015-13-45 is no date."
    assert case.extra == {"note": NOTE}


def test_import_leaves_a_note_alone_when_the_dates_are_real(team, user):
    case = load(team, user, "calendar")
    assert case.note == NOTE
    assert case.extra == {}
