"""The criteria of DIHS as the tables print them, of plain yes and no (clinical reference 2).

Typed from the tables of the English papers and of the Japanese pages; nothing is taken from `scoring/`.
"""

WORDS = {True: "yes", False: "no", None: ""}


def japanese(
    *, rash, drug, late, persists, fever, alt, liver, serious, cells, atypical, eosinophils, nodes, virus
):
    """Return the class by the Japanese text: the liver has no number, the drug no lead in weeks."""
    one, four = rash and drug, alt or liver or serious
    return _class(one, persists, fever, four, cells or atypical or eosinophils, nodes, virus)


def english(
    *, rash, drug, late, persists, fever, alt, liver, serious, cells, atypical, eosinophils, nodes, virus
):
    """Return the class by the English tables: more than 3 weeks after the start, ALT above 100 U/L."""
    one, four = rash and drug and late, alt or serious
    return _class(one, persists, fever, four, cells or atypical or eosinophils, nodes, virus)


def _class(one, two, three, four, five, six, seven):
    if one and two and three and four and five:
        return "typical" if six and seven else "atypical"
    return "not_met"
