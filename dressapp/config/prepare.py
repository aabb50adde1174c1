"""Bring database, demo and static files up to date; each step does nothing where nothing is to do."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import WARNING, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from dressapp.accounts import selectors, services
from dressapp.accounts.models import Role

from .databases import CACHE

# What a server may begin without; `manage.py check --deploy` still tells it.
ADVICE = ("dressapp.W001", "dressapp.W002", "dressapp.W003")
DEMO_TEAM = "Demonstration ward"


def prepare() -> None:
    """Run the steps in order, naming each as it is done."""
    steps = [("database", prepare_database), ("demonstration", prepare_demo)]
    if not settings.IS_DEMO:
        steps = [("settings", refuse_unsafe), ("database", prepare_database), ("accounts", refuse_demo_user)]
    for name, step in [*steps, ("static files", prepare_assets)]:
        print(f"{name} ...", end=" ", flush=True)  # noqa: T201  speaks to the person who started it
        step()
        print("ok")  # noqa: T201


def prepare_database() -> None:
    """Apply what migrations are missing and make the cache table."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    call_command(
        "createcachetable", database=CACHE if CACHE in connections else DEFAULT_DB_ALIAS, verbosity=0
    )


def prepare_demo() -> None:
    """Make the demo user and load the published case, each once."""
    if not selectors.has_user(settings.DEMO_USER):
        services.create_user(
            username=settings.DEMO_USER,
            password=settings.DEMO_PASSWORD,
            full_name="Dr A. Example",
            team=DEMO_TEAM,
            role=Role.ADMINISTRATOR,
            may_export=True,
        )
    call_command("demo", verbosity=0)


def refuse_demo_user() -> None:
    """Run the checks again with the database, which the demo user must not be in."""
    refuse_unsafe(databases=[DEFAULT_DB_ALIAS])


def refuse_unsafe(databases: list[str] | None = None) -> None:
    """Run Django's and our own checks of a server for real use."""
    found = run_checks(include_deployment_checks=True, databases=databases)
    told = [problem for problem in found if problem.level >= WARNING and not problem.is_silenced()]
    for problem in told:
        if problem.id in ADVICE:
            print(f"\n  {problem.id}: {problem.msg}", end=" ")  # noqa: T201
    if unsafe := [problem for problem in told if problem.id not in ADVICE]:
        lines = "\n".join(f"  {problem.id}: {problem.msg}" for problem in unsafe)
        raise ImproperlyConfigured(f"This server would not be safe:\n{lines}")


def prepare_assets() -> None:
    """Collect and compress the static files when any of them is newer than the last time."""
    found = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    state = "\n".join(sorted(f"{path} {path.stat().st_mtime_ns}" for path in found))
    stamp = Path(settings.STATIC_ROOT) / "collected.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state, encoding="utf-8")
