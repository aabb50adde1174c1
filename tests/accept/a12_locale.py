"""A12: in four languages and three time zones a number or a day is exact or refused, by every way in."""

import json
import os
import time as clock
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone, translation

from dressapp.assessments import facts
from dressapp.cases.models import Case
from dressapp.core import fields
from dressapp.exchange.results import present_result
from dressapp.labs.models import LabResult
from scoring.panel import assess
from tests.accept.database import test_database
from tests.accept.outcome import Outcome
from tests.factories.people import make_user
from tests.factories.records import make_case
from tests.factories.ways_in import only_result, open_file, open_text, paste, type_day, type_value, undone
from tests.web.security.spellings import DATES, NUMBERS

CHECK, NAME, DATABASES, IN_TESTS = "A12", "locale", ("sqlite",), True
PROVES = ("H02", "H10", "H12")

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
LANGUAGES = ("en-gb", "en-us", "de", "fr")
DAY = "2026-03-14"
# A table shows more of what a spelling means than a lone field: full-width digits, its own groups and signs.
IN_A_TABLE = {"１５００": "1500", "< 5": "<5", "1,234.5": "1234.5", "5\u200b6": "56"}
ONE_DAY = date(2026, 3, 12)
# A file that somebody wrote: what is one number or one ISO day there, however unlikely, is that one.
IN_A_FILE = {
    "05": "5", "007": "7", "< 5": "<5", "1234567890123": "1234567890123", "0.123456789": "0.123456789",
    "1899-12-31": "1899-12-31", "0001-01-01": "0001-01-01",
}  # fmt: skip
NOT_ONE_CELL = ("1\n5", "12 Mar\n2026")
ZONES = ("Pacific/Kiritimati", "America/St_Johns", "Europe/Paris")
# The nights on which the clocks change: forward and back in Newfoundland, forward and back in Paris.
NIGHTS = {"America/St_Johns": ("2026-03-08", "2026-11-01"), "Europe/Paris": ("2026-03-29", "2026-10-25")}
HOURS = ("00:30", "01:30", "02:30", "03:30", "23:59")

EXACT, REFUSED = "exact", "refused"


def check(database: str) -> Outcome:
    """Try every spelling in every language by every way in, and the nights in every zone."""
    with test_database(database), time_machine.travel(TODAY, tick=True):
        spellings, counts = _try_spellings(LANGUAGES)
        nights, tried = _try_nights()
    none = [f"{way}: nothing was {end}, so nothing was tried" for way in WAYS for end in (EXACT, REFUSED)
            if not counts[way, end]]  # fmt: skip
    numbers = {f"{way} {end}": count for (way, end), count in sorted(counts.items())}
    return Outcome(sum(counts.values()) + tried, spellings + nights + none, numbers | {"nights": tried})


def twin(database: str) -> Outcome:
    """Read numbers and days as a form of the framework does, and days as instants: each must be found."""
    fields.parse_number = _as_the_framework_does(fields.parse_number)
    fields.parse_date = _month_first(fields.parse_date)
    facts._lab_point = _as_instants(facts._lab_point)
    with test_database(database), time_machine.travel(TODAY, tick=True):
        spellings, counts = _try_spellings(("de",))
        nights, tried = _try_nights()
    parts = [[words for words in spellings if f"{way} typed" in words] for way in ("number", "day")]
    found = all(parts) and nights
    return Outcome(sum(counts.values()) + tried, [*spellings, *nights] if found else [])


def _as_instants(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return a reader of stored results that takes a day for its midnight in UTC."""

    def read(limits: Any, analyte: str, on: date, *more: Any) -> Any:
        midnight = datetime(on.year, on.month, on.day, tzinfo=UTC)
        return plain(limits, analyte, timezone.localtime(midnight).date(), *more)

    return read


def _as_the_framework_does(strict: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a reader that takes groups and decimals by the language, as `localize=True` would."""

    def read(text: str) -> Any:
        plain = text.replace(".", "").replace(",", ".") if "," in text or text.count(".") == 1 else text
        return strict(plain.replace("_", ""))

    return read


def _month_first(strict: Callable[..., date]) -> Callable[..., date]:
    """Return a reader that takes 03/04/2026 for the fourth of March."""

    def read(text: str, **options: Any) -> date:
        month, _, rest = text.strip().partition("/")
        day, _, year = rest.partition("/")
        return date(int(year), int(month), int(day)) if len(year) == 4 else strict(text, **options)

    return read


@contextmanager
def _speaking(language: str) -> Iterator[Client]:
    """Run the block as a server, a thread and a browser of one language."""
    settings = {"LANGUAGE_CODE": language, "USE_THOUSAND_SEPARATOR": True, "USE_I18N": True}
    with override_settings(**settings), translation.override(language):
        client = Client(headers={"Accept-Language": language})
        client.force_login(_user())
        yield client


def _user() -> Any:
    from dressapp.accounts.models import User

    return User.objects.first() or make_user()


def _try_spellings(languages: tuple[str, ...]) -> tuple[list[str], Counter[tuple[str, str]]]:
    """Return what was stored as something else, and how the others ended."""
    failures: list[str] = []
    counts: Counter[tuple[str, str]] = Counter()
    case = make_case(_user(), local_id="A12", rash_onset_on=date(2026, 3, 1))
    for language in languages:
        with _speaking(language) as client:
            for way, text, found in _every_try(client, case):
                if found in (EXACT, REFUSED):
                    counts[way, found] += 1
                else:
                    failures.append(f"{language} {way}: {text!r} became {found}")
    return failures, counts


def _every_try(client: Client, case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield each way with each spelling, and how it ended: exact, refused, or what was made of it."""
    for way, (spellings, attempt) in WAYS.items():
        for text, meant in spellings.items():
            if not (way.endswith("pasted") and text in NOT_ONE_CELL):
                with undone():
                    ended = attempt(client, Case.objects.get(pk=case.pk), text, meant)
                yield way, text, ended


def _number_typed(client: Client, case: Case, text: str, meant: str | None) -> str:
    type_value(client, case, text, analyte="ggt", unit="U/L", at=DAY)
    return _judge(_stored_number(case), _with_sign(text, meant))


def _number_pasted(client: Client, case: Case, text: str, meant: str | None) -> str:
    paste(case, f"\t14 Mar 2026\nGGT (U/L)\t{text}", _user())
    return _judge(_stored_number(case), IN_A_TABLE.get(text, _with_sign(text, meant)))


def _number_in_a_file(client: Client, case: Case, text: str, meant: str | None) -> str:
    """Write it as a text of JSON, which is read like a form's, but for what only a person would mistype."""
    stored = _stored_in_a_file(case, json.dumps(text))
    return _judge(stored, IN_A_FILE.get(text, _with_sign(text, meant)))


def _json_number_in_a_file(client: Client, case: Case, text: str, meant: str | None) -> str:
    """Write it as a number of JSON where it is one, which means one thing."""
    number = _as_json_number(text)
    return REFUSED if number is None else _judge(_stored_in_a_file(case, text), number)


def _stored_in_a_file(case: Case, value: str) -> str | None:
    row = {"analyte": "ggt", "date": DAY, "value": "@", "unit": "U/L"}
    whole = {"format": "dress-case/1", "id": "a12", "patient": {"local_id": "A12-f"}, "labs": [row]}
    opened = open_text(case.team, _user(), json.dumps(whole).replace('"@"', value))
    return _stored_number(opened) if opened else None


def _as_json_number(text: str) -> str | None:
    """Return what a spelling means as a number of JSON, or None where it is none."""
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=lambda name: None)
    except ValueError:
        return None
    return None if value is None else _plain(Decimal(value))


def _with_sign(text: str, meant: str | None) -> str | None:
    """Return what a spelling means with the bound that stands before it."""
    return text[0] + meant if meant and text[0] in "<>" else meant


def _stored_number(case: Case) -> str | None:
    result: LabResult | None = only_result(case)
    return result and result.value_comparator + _plain(Decimal(result.value_canonical))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _judge(stored: Any, meant: Any) -> str:
    """Say how a spelling ended."""
    if stored is None:
        return REFUSED
    return EXACT if stored == meant else f"{stored}, which means {meant}"


def _day_typed(client: Client, case: Case, text: str, meant: str | None) -> str:
    type_day(client, case, "admission_on", text)
    case.refresh_from_db()
    return _judge(case.admission_on, meant and date.fromisoformat(meant))


def _day_pasted(client: Client, case: Case, text: str, meant: str | None) -> str:
    paste(case, f"\t{text}\nGGT (U/L)\t31", _user())
    result = only_result(case)
    return _judge(result and result.taken_on, ONE_DAY)


def _day_in_a_file(client: Client, case: Case, text: str, meant: str | None) -> str:
    meant = IN_A_FILE.get(text, meant)
    opened = open_file(case.team, _user(), dates={"rash_onset": text})
    return _judge(opened and opened.rash_onset_on, meant and date.fromisoformat(meant))


WAYS = {
    "number typed": (NUMBERS, _number_typed),
    "number pasted": (NUMBERS, _number_pasted),
    "number in a file": (NUMBERS, _number_in_a_file),
    "JSON number in a file": (NUMBERS, _json_number_in_a_file),
    "day typed": (DATES, _day_typed),
    "day pasted": (DATES, _day_pasted),
    "day in a file": (DATES, _day_in_a_file),
}


def _try_nights() -> tuple[list[str], int]:
    """Return every zone and night in which a case of that night is scored or kept otherwise than by day."""
    failures, tried = [], 0
    for night in sorted({night for both in NIGHTS.values() for night in both}):
        usual = _score_of(night)
        for zone in ZONES:
            for hour in HOURS:
                tried += 1
                with _living_in(
                    zone, datetime.fromisoformat(f"{night}T{hour}").replace(tzinfo=ZoneInfo(zone))
                ):
                    if (found := _score_of(night)) != usual:
                        failures.append(f"{zone} at {night} {hour}: {_difference(found, usual)}")
    return failures, tried


@contextmanager
def _living_in(zone: str, moment: datetime) -> Iterator[None]:
    """Run the block in a time zone at a moment, for Django, for Python and for the C library."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    clock.tzset()
    try:
        with (
            time_machine.travel(moment, tick=True),
            override_settings(TIME_ZONE=zone),
            timezone.override(zone),
        ):
            yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        clock.tzset()


def _score_of(night: str) -> dict[str, Any]:
    """Store a case with samples of one night, day 14 of its illness, and return what is scored of it."""
    rash = date.fromordinal(date.fromisoformat(night).toordinal() - 14)
    labs = [
        {"analyte": name, "date": f"{night}T{hour}", "value": value, "unit": unit, "upper_limit": 40}
        for name, value, unit in (("alt", 90, "U/L"), ("temperature", 38.5, "Cel"))
        for hour in HOURS
    ]
    labs += [{"analyte": "alt", "date": f"{rash}T23:59", "value": 90, "unit": "U/L", "upper_limit": 40}]
    dates = {"rash_onset": rash.isoformat(), "resolution": night}
    drugs = [{"name": "sorafenib", "role": "suspect", "start": str(date.fromordinal(rash.toordinal() - 14))}]
    with undone():
        case = open_file(_user().memberships.get().team, _user(), dates=dates, labs=labs, drugs=drugs)
        assert case is not None, f"the case of {night} was refused"
        kept = list(LabResult.objects.filter(case=case).values_list("taken_on", "taken_time", "value_raw"))
        score = present_result(assess(facts.build(case)))
        return {"score": score | {"id": ""}, "kept": sorted(map(str, kept))}


def _difference(found: dict[str, Any], usual: dict[str, Any]) -> str:
    """Name where two scores part."""
    if found["kept"] != usual["kept"]:
        return f"kept {set(found['kept']) - set(usual['kept'])}"
    items, others = (each["score"]["regiscar"]["items"] for each in (found, usual))
    return f"otherwise in {[name for name in items if items[name] != others[name]] or 'another part'}"
