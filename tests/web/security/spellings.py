"""Spellings of numbers and dates, with what each means; None where it must be refused."""

# ruff: noqa: E501

NUMBERS: dict[str, str | None] = {
    "5": "5", "0": "0", "38.5": "38.5", "0.10": "0.1", "<5": "5", ">4": "4", " 7 ": "7", "12.25": "12.25", "1.5000": "1.5",
    "1500": "1500", "0.500": "0.5",
    "1,500": None, "38,5": None, "1.500": None, "12.345": None, "1_500": None, "1 500": None, "1'500": None,
    "1\u00a0500": None, "1\u202f500": None, "١٥٠٠": None, "１５００": None, "1.5e3": None, "1E5": None, "+5": None,
    "-5": None, "−5": None, "5.": None, ".5": None, ",5": None, "05": None, "007": None, "5%": None, "5 mg": None,
    "5mg": None, "5-6": None, "5/6": None, "1:160": None, "≤5": None, "≥5": None, "<=5": None, "< 5": None, "<<5": None,
    "~5": None, "5+": None, "NaN": None, "nan": None, "Infinity": None, "inf": None, "0x10": None, "1.2.3": None,
    "1,234.5": None, "1.234,5": None, "five": None, "5 6": None, "5\u200b6": None, "²": None, "½": None, "Ⅷ": None,
    "1234567890123": None, "0.123456789": None, "9" * 39: None, "5;": None, "=5": None, "5\u202e6": None, "--5": None,
    "()": None, "1\n5": None, "$5": None, "१२": None, "5e": None,
}  # fmt: skip

# With what each means as a day, for a calendar case.
DATES: dict[str, str | None] = {
    "2026-03-12": "2026-03-12", "12 Mar 2026": "2026-03-12", "12 March 2026": "2026-03-12", "12-Mar-2026": "2026-03-12",
    "12 mar 2026": "2026-03-12", " 12  Mar  2026 ": "2026-03-12",
    "03/04/2026": None, "12.03.2026": None, "12/3/26": None, "12 Mar 26": None, "3-4-2026": None, "20260312": None,
    "2026/03/12": None, "2026-3-12": None, "2026-13-01": None, "2026-02-30": None, "29 Feb 2025": None,
    "31 Apr 2026": None, "0 Mar 2026": None, "32 Mar 2026": None, "Mar 12 2026": None, "March 12, 2026": None,
    "12 Mär 2026": None, "12 mars 2026": None, "12th Mar 2026": None, "today": None, "yesterday": None, "day 8": None,
    "٢٠٢٦-٠٣-١٢": None, "２０２６-０３-１２": None, "2026-03-12T08:30": None, "2026-03-12 08:30": None, "1899-12-31": None,
    "2101-01-01": None, "0001-01-01": None, "9999-12-31": None, "12 Mar 20266": None, "-1": None, "1.5": None,
    "12\u200bMar 2026": None, "12 Mar\n2026": None, "46093": None, "2026-W11-4": None, "2026-071": None, "NaN": None,
    "12 Mar 2099": None, "2050-01-01": None,
}  # fmt: skip
