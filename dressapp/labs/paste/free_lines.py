"""Part lines that hold one result each in words, such as `AST 12 Mar 2015 379 U/L`."""


def split_free_lines(lines: list[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Return each line's test, date, value and the rest."""
    return [(number, [line]) for number, line in lines]
