"""How many criteria the three tables ask for, of plain yes and no (clinical reference 1.9)."""


def _blood(lymphocytes, eosinophils, platelets):
    return lymphocytes or eosinophils or platelets


def three_of_all(*, hospital, drug, rash, fever, nodes, organ, lymphocytes, eosinophils, platelets):
    """Return the reading of the Immunology table: three or more of all seven."""
    blood = _blood(lymphocytes, eosinophils, platelets)
    return "met" if [hospital, drug, rash, fever, nodes, organ, blood].count(True) > 2 else "not_met"


def three_of_the_last_four(*, hospital, drug, rash, fever, nodes, organ, lymphocytes, eosinophils, platelets):
    """Return the reading of the Allergy table: the first three given, and three of the last four."""
    blood = _blood(lymphocytes, eosinophils, platelets)
    is_enough = len([each for each in (fever, nodes, organ, blood) if each]) >= 3
    return "met" if hospital and drug and rash and is_enough else "not_met"


def three_of_the_starred(*, hospital, drug, rash, fever, nodes, organ, lymphocytes, eosinophils, platelets):
    """Return the reading of the wiki page: three of those with a star, the rash among them."""
    blood = _blood(lymphocytes, eosinophils, platelets)
    stars = sum(map(bool, (rash, fever, nodes, organ, blood)))
    return "met" if hospital and drug and stars >= 3 else "not_met"


READINGS = (three_of_all, three_of_the_last_four, three_of_the_starred)
