"""Make people, sessions and cases in a server's own database: `python -m tests.accept.people editors 200`.

It runs in a process of its own with the server's environment, and tells what it made as JSON.
"""

import json
import sys

import django


def main() -> None:
    """Do what the command names."""
    django.setup()
    command, *arguments = sys.argv[1:]
    print("\n" + json.dumps(COMMANDS[command](*arguments)))


def make_person(name: str, team: str = "Ward", role: str = "clinician"):
    """Return a person with the tests' password."""
    from tests.factories.people import make_user

    return make_user(name, team=team, role=role)


def open_session(person) -> str:
    """Return the key of a session as it is after both steps of signing in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from dressapp.accounts import sessions

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    sessions.begin(session, has_factor=True)
    session.create()
    return session.session_key


def make_editors(count: str, cases: str) -> dict:
    """Make so many people of one team with open sessions, and so many cases with a drug and a result each."""
    from tests.factories.records import make_case, make_drug, make_lab

    people = [make_person(f"editor-{number}") for number in range(int(count))]
    made = [make_case(people[0], local_id=f"P-{number}") for number in range(int(cases))]
    rows = []
    for case in made:
        drug, lab = make_drug(case, people[0]), make_lab(case, people[0])
        rows.append({"case": str(case.pk), "drug": str(drug.pk), "lab": str(lab.pk)})
    return {"sessions": [open_session(person) for person in people], "cases": rows}


def make_app(name: str) -> dict:
    """Make a person with an authenticator app and recovery codes."""
    from tests.factories.factors import add_app, add_codes

    person = make_person(name)
    return {"secret": add_app(person), "codes": add_codes(person)}


def make_one(name: str) -> dict:
    """Make a person who has no second factor yet."""
    return {"id": make_person(name).pk}


def count_events(action: str) -> int:
    """Count the events of one kind."""
    from dressapp.audit.models import Event

    return Event.objects.filter(action=action).count()


def check_trail() -> list[str]:
    """Return what is wrong with the audit trail."""
    from dressapp.audit.chain import verify

    return [f"event {problem.seq}: {problem.words}" for problem in verify().problems]


COMMANDS = {
    "editors": make_editors, "app": make_app, "one": make_one, "events": count_events, "trail": check_trail,
}  # fmt: skip

if __name__ == "__main__":
    main()
