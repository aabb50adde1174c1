"""The table of DDS typed as bands of plain numbers, and the points that a state of the record leaves open.

Typed from the page that restates Mizukawa 2019 (clinical reference 4.1), with the readings that stand there:
40 years count with the younger, creatinine of 1.0 to 2.0 gives one point, and what lies below 2.1 does too.
Nothing is taken from `scoring/`. A state is None where nothing is known: every point of the line is possible.
"""

BANDS = {
    "age": lambda years: 2 if years >= 75 else 0 if years >= 41 else -1,
    "days_taken": lambda days: int(days > 6),
    "allopurinol": lambda answer: {"yes": 2, "no": 0}[answer],
    "steroid_pulse": lambda answer: {"yes": 2, "no": 0}[answer],
    "erosions": lambda percent: 0 if percent < 10 else 1 if percent < 30 else 2,
    "fever_days": lambda days: [0, 0, 1, 1, 1, 1, 1, 2][min(days, 7)],
    "low_intake": lambda days: 0 if days <= 4 else 1,
    "alt": lambda value: 2 if value > 1000 else 1 if value >= 400 else 0,
    "crp": lambda value: -1 if value <= 2 else 0 if value < 10 else 1 if value < 15 else 2,
}
EVERY = {
    "age": {-1, 0, 2}, "days_taken": {0, 1}, "allopurinol": {0, 2}, "steroid_pulse": {0, 2},
    "erythema": {0, 1, 2}, "erosions": {0, 1, 2}, "fever_days": {0, 1, 2}, "low_intake": {0, 1},
    "creatinine": {0, 1, 3}, "alt": {0, 1, 2}, "crp": {-1, 0, 1, 2},
}  # fmt: skip
LINES = tuple(EVERY)


def possible(line, state):
    """Return the points that one line may have."""
    if line == "erythema":
        return _erythema(*state)
    if line == "creatinine":
        return _creatinine(*state)
    return EVERY[line] if state is None else {BANDS[line](state)}


def _erythema(percent, erythroderma):
    if erythroderma == "yes":
        return {2}
    if percent is not None and percent < 70:
        return {0}
    of_surface = {0, 1} if percent is None else {1}
    return of_surface if erythroderma == "no" else of_surface | {2}


def _creatinine(value, dialysis, new_dialysis):
    if dialysis == "yes":
        return {3}
    of_value = {0, 1, 3} if value is None else {3 if value >= 2.1 else 1 if value >= 1.0 else 0}
    return of_value if dialysis == new_dialysis == "no" else of_value | {3}


def total(states):
    """Return the lowest and the highest total."""
    points = [possible(line, states[line]) for line in LINES]
    return sum(map(min, points)), sum(map(max, points))


def severity(low, high):
    """Return the class of a range, empty where it has more than one."""
    names = {
        "mild" if points < 1 else "severe" if points > 3 else "moderate" for points in range(low, high + 1)
    }
    return names.pop() if len(names) == 1 else ""
