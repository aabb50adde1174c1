"""Make people, sessions and cases in a server's own database: `python -m tests.accept.people editors 200`.

It runs in a process of its own with the server's environment, and tells what it made as JSON.
"""

import json
import sys
import time
import uuid
from datetime import timedelta

import django

django.setup()

from allauth.usersessions.models import UserSession  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.utils import timezone  # noqa: E402

from dressapp.accounts import services, sessions  # noqa: E402
from dressapp.accounts.models import User  # noqa: E402
from dressapp.audit.chain import verify  # noqa: E402
from dressapp.audit.models import Event  # noqa: E402
from dressapp.drugs.models import DrugCourse  # noqa: E402
from tests.factories.factors import add_app, add_codes  # noqa: E402
from tests.factories.people import make_user  # noqa: E402
from tests.factories.records import make_case, make_drug, make_lab  # noqa: E402


def main() -> None:
    """Do what the command names."""
    command, *arguments = sys.argv[1:]
    print("\n" + json.dumps(COMMANDS[command](*arguments)))


def make_person(name: str, team: str = "Ward", role: str = "clinician"):
    """Return a person with the tests' password."""
    return make_user(name, team=team, role=role)


def open_session(person) -> str:
    """Return the key of a session as it is after both steps of signing in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    sessions.begin(session, has_factor=True)
    session.create()
    UserSession.objects.create(user=person, session_key=session.session_key, ip="127.0.0.1")
    return session.session_key


def make_editors(count: str, cases: str, part: str = "editor") -> dict:
    """Make so many people of one team with open sessions, and so many cases with a drug and a result each."""
    people = [make_person(f"{part}-{number}") for number in range(int(count))]
    made = [make_case(people[0], local_id=f"{part}-{number}") for number in range(int(cases))]
    rows = []
    for case in made:
        drug, lab = make_drug(case, people[0]), make_lab(case, people[0])
        rows.append({"case": str(case.pk), "drug": str(drug.pk), "lab": str(lab.pk)})
    return {"sessions": [open_session(person) for person in people], "cases": rows}


def make_app(name: str) -> dict:
    """Make a person with an authenticator app and recovery codes."""
    person = make_person(name)
    return {"secret": add_app(person), "codes": add_codes(person)}


def make_one(name: str) -> dict:
    """Make a person who has no second factor yet."""
    return {"id": make_person(name).pk}


def count_events(action: str) -> int:
    """Count the events of one kind."""
    return Event.objects.filter(action=action).count()


def check_trail() -> list[str]:
    """Return what is wrong with the audit trail."""
    return [f"event {problem.seq}: {problem.words}" for problem in verify().problems]


def begin_session_at(seconds: str) -> dict:
    """Make a person with a case and a session that began so many seconds from now."""
    person = make_person(f"person-{uuid.uuid4().hex[:8]}")
    case = make_case(person, local_id=f"CANARY-{person.pk}")
    store = SessionStore(open_session(person))
    store[sessions.BEGUN] = store[sessions.SEEN] = int(time.time()) + int(seconds)
    store.save()
    later = timezone.now() + timedelta(seconds=int(seconds) + 36_000)
    Session.objects.filter(pk=store.session_key).update(expire_date=later)
    made = {"name": person.username, "session": store.session_key, "case": str(case.pk)}
    return made | {"patient": case.patient.local_id}


def disable(name: str) -> None:
    """Close a person's account."""
    User.objects.filter(username=name).update(is_active=False)


def change_password(name: str) -> None:
    """Give a person another password."""
    person = User.objects.get(username=name)
    person.set_password("another long secret of mine")
    person.save()


def reset_factor(name: str) -> None:
    """Take a person's factors away, as `manage.py resetfactor` does."""
    services.reset_factors(user=User.objects.get(username=name), reason="lost", by=None)


def count_made(name: str) -> dict:
    """Count the rows of a drug, and the events that say they were made."""
    rows = DrugCourse.objects.filter(name=name)
    ids = [str(row.pk) for row in rows]
    events = Event.objects.filter(action="create", object_type="drugs.drugcourse", object_id__in=ids)
    return {"rows": len(ids), "events": events.count()}


COMMANDS = {
    "app": make_app,
    "disable": disable,
    "editors": make_editors,
    "editors-at": begin_session_at,
    "events": count_events,
    "factor": reset_factor,
    "made": count_made,
    "one": make_one,
    "password": change_password,
    "trail": check_trail,
}

if __name__ == "__main__":
    main()
