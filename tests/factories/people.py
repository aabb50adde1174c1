"""Make people for tests."""

from dressapp.accounts import services
from dressapp.accounts.models import Role, User

PASSWORD = "correct horse battery"


def make_user(username="clinician", *, team="Ward", role=Role.CLINICIAN, may_export=None) -> User:
    """Return a person called after their part, such as Dr Clinician; all but readers may export."""
    part = username.partition("-")[0]
    return services.create_user(
        username=username,
        password=PASSWORD,
        full_name=f"Dr {part.title()}",
        team=team,
        role=role,
        may_export=role != Role.READER if may_export is None else may_export,
    )
