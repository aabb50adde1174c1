"""A04: two hundred people edit the same rows for a minute; no acknowledged save is lost, nothing fails.

They do so twice: without ever pausing, to lose a save if one can be lost; and as fast people do, to measure
how long one of them waits.
"""

import random
import re
import statistics
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.accept.browser import Browser
from tests.accept.outcome import Outcome
from tests.accept.servers import Site, site

CHECK, NAME, DATABASES, IN_TESTS = "A04", "concurrent", ("sqlite", "postgres"), False
PROVES = ("P03", "H16")
EDITORS, SECONDS, CASES = 200, 60, 20
LONGEST_P95 = 1.5  # seconds for a save of people who pause
PAUSES = 8.0, 16.0  # seconds between two saves of one of them
VERSION = re.compile(r'name="version" value="(\d+)"')
SAVED, CONFLICT = 303, 409
BOTH_TEXTS = ("Yours", "Stored now")


@dataclass
class Tally:
    """What all editors together saw."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    statuses: Counter = field(default_factory=Counter)
    acknowledged: Counter = field(default_factory=Counter)
    last: dict[str, tuple[int, str]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def keep(self, row: str, version: int, text: str, answer, seconds: float) -> None:
        """Keep one answer."""
        with self.lock:
            self.statuses[answer.status] += 1
            self.times.append(seconds)
            if answer.status == SAVED:
                self.acknowledged[row, version] += 1
                self.last[row] = max(self.last.get(row, (0, "")), (version, text))
            elif answer.status != CONFLICT:
                self.failures.append(f"a save was answered {answer.status}")
            elif not all(words in answer.text for words in (*BOTH_TEXTS, text)):
                self.failures.append("a conflict did not show both texts")

    def p95(self) -> float:
        """Return the time that one in twenty saves took longer than."""
        return statistics.quantiles(self.times, n=20)[18]

    def numbers(self) -> dict[str, object]:
        """Return what is told."""
        times = {"p50_s": round(statistics.median(self.times), 3), "p95_s": round(self.p95(), 3)}
        return {"statuses": dict(self.statuses), "saves": self.statuses[SAVED]} | times


def check(database: str) -> Outcome:
    """Let them all edit, and hold what is stored to what was acknowledged."""
    with site(database) as place, place.serving() as server:
        made = place.people("editors", str(EDITORS), str(CASES))
        harsh, failures = _try(place, server.url, made, SECONDS, (0, 0))
        people, found = _try(place, server.url, made, SECONDS, PAUSES)
    failures += found
    if people.p95() > LONGEST_P95:
        failures.append(f"one of twenty people waited longer than {people.p95():.1f} s")
    numbers = harsh.numbers() | {f"people_{name}": number for name, number in people.numbers().items()}
    return Outcome(len(harsh.times) + len(people.times), failures, numbers)


def twin(database: str) -> Outcome:
    """Serve without the version check: saves overwrite each other."""
    faults = {"DJANGO_SETTINGS_MODULE": "tests.accept.faults.no_versions"}
    with site(database) as place, place.serving(**faults) as server:
        made = place.people("editors", str(EDITORS // 4), str(CASES))
        tally, failures = _try(place, server.url, made, 10, (0, 0))
    return Outcome(len(tally.times), failures, tally.numbers())


def _try(place: Site, url: str, made: dict, seconds: int, pauses: tuple[float, float]):
    """Let everybody edit for some seconds; return what they saw, and what is wrong with what is stored."""
    tally = Tally()
    _edit_all(tally, url, made, time.monotonic() + seconds, pauses)
    failures = tally.failures + _lost(tally) + _not_stored(tally, url, made)
    return tally, failures + place.people("trail")


def _edit_all(tally: Tally, url: str, made: dict, until: float, pauses: tuple[float, float]) -> None:
    threads = [
        threading.Thread(target=_edit, args=(tally, url, session, made["cases"], until, pauses), daemon=True)
        for session in made["sessions"]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _edit(tally: Tally, url: str, session: str, cases: list[dict], until: float, pauses) -> None:
    """Open a case's conclusion, change it, and save it, again and again."""
    browser, chance = Browser(url, session=session), random.Random(session)
    try:
        time.sleep(chance.uniform(0, pauses[1]))
        while time.monotonic() < until:
            time.sleep(chance.uniform(*pauses))
            _edit_once(tally, browser, chance.choice(cases)["case"], chance)
    except OSError as problem:
        with tally.lock:
            tally.failures.append(f"no answer: {problem!r}")


def _edit_once(tally: Tally, browser: Browser, case: str, chance: random.Random) -> None:
    page = browser.get(f"/cases/{case}/?edit=conclusion")
    found = VERSION.search(page.text)
    if page.status != 200 or not found:
        with tally.lock:
            tally.failures.append(f"a page was answered {page.status}")
        return
    version, text = int(found[1]), f"text {chance.getrandbits(64):x}"
    begun = time.monotonic()
    answer = browser.post(f"/cases/{case}/summary/conclusion/", {"version": str(version), "conclusion": text})
    tally.keep(case, version, text, answer, time.monotonic() - begun)


def _lost(tally: Tally) -> list[str]:
    """Return the saves that were acknowledged although another one had been, on the same version."""
    twice = sum(count - 1 for count in tally.acknowledged.values() if count > 1)
    return [f"{twice} acknowledged saves were overwritten unseen"] if twice else []


def _not_stored(tally: Tally, url: str, made: dict) -> list[str]:
    """Return the rows that do not hold what was acknowledged last."""
    browser = Browser(url, session=made["sessions"][0])
    pages = {case: browser.get(f"/cases/{case}/").text for case in tally.last}
    return [f"case {case} lost {text}" for case, (_, text) in tally.last.items() if text not in pages[case]]
