"""Read the audit trail."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import models

from dressapp.core.chunks import chunked

from .models import Event

CHANGES = ("create", "update", "void", "restore")


def get_last_change(obj: models.Model) -> Event | None:
    """Return the newest change of a row: by whom, when and what."""
    changes = Event.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return changes.filter(action__in=CHANGES).order_by("-seq").first()


def list_changes(
    model: type[models.Model], versions: Mapping[UUID, int], *, case_id: UUID
) -> dict[UUID, Event]:
    """Return, by id, the event that brought each row of a case to its version."""
    of_case = Event.objects.filter(
        case_id=str(case_id), object_type=model._meta.label_lower, action__in=CHANGES
    )
    ids = {str(pk): pk for pk in versions}
    events = (event for chunk in chunked(ids) for event in of_case.filter(object_id__in=chunk))
    by_id = ((ids[event.object_id], event) for event in events)
    return {pk: event for pk, event in by_id if event.version == versions[pk]}


def list_changes_between(
    model: type[models.Model], first: int, last: int, *, case_id: UUID
) -> dict[UUID, Event]:
    """Return, by id, the newest change of each row of a kind in a case after event `first`, up to `last`."""
    changes = Event.objects.filter(case_id=str(case_id), seq__gt=first, seq__lte=last, action__in=CHANGES)
    of_kind = changes.filter(object_type=model._meta.label_lower).order_by("seq")
    return {UUID(event.object_id): event for event in of_kind}


def get_last_change_of_case(case_id: UUID, *, besides: Collection[str] = ()) -> int:
    """Return the number of the newest change of anything in a case but the kinds in `besides`; 0 of none."""
    changes = Event.objects.filter(case_id=str(case_id), action__in=CHANGES).exclude(object_type__in=besides)
    return changes.order_by("-seq").values_list("seq", flat=True).first() or 0


def get_first_change(obj: models.Model) -> Event | None:
    """Return the event that a row began with: by whom and when."""
    changes = Event.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return changes.filter(action="create").order_by("seq").first()


def list_last_changes(model: type[models.Model], ids: Collection[UUID], *, action: str) -> dict[UUID, Event]:
    """Return, by id, the newest event of an action on each row of a kind."""
    of_kind = Event.objects.filter(object_type=model._meta.label_lower, action=action).order_by("seq")
    names = {str(pk): pk for pk in ids}
    events = (event for chunk in chunked(names) for event in of_kind.filter(object_id__in=chunk))
    return {names[event.object_id]: event for event in events}


def count_actions(*, case_id: UUID, actor_id: str, since: datetime, until: datetime) -> dict[str, int]:
    """Return how often a person did what in a case between two times."""
    done = Event.objects.filter(case_id=str(case_id), actor_id=actor_id, at__range=(since, until))
    counts = done.order_by().values_list("action").annotate(count=models.Count("seq"))
    return dict(counts)
