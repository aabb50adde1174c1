"""Why a backup is not made, or not taken."""


class BackupError(Exception):
    """A backup could not be made or may not be restored; says why, and never a patient's words."""
