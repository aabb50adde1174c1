"""Small readers and writers, so that a database passes through a lock without lying in memory."""

import hashlib
import io
from typing import BinaryIO

from .errors import BackupError

LONGEST = 200_000  # bytes of the first line


class Joined:
    """Read a line, then a file."""

    def __init__(self, line: bytes, file: BinaryIO) -> None:
        """Begin."""
        self.line, self.file = io.BytesIO(line), file

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        return self.line.read(size) or self.file.read(size)


class Counted:
    """Write to a file, and keep the hash and the number of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin."""
        self.file, self.sha256, self.bytes = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self.sha256.update(data)
        self.bytes += len(data)
        return self.file.write(data)

    def flush(self) -> None:
        """Pass on what is kept back."""
        self.file.flush()


class Parted:
    """Keep the first line of what is written and write the rest to a file."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin."""
        self.file, self.line, self.is_in_line = file, b"", True

    def write(self, data: bytes) -> int:
        """Take bytes."""
        if not self.is_in_line:
            return self.file.write(data)
        self.line, found, rest = (self.line + data).partition(b"\n")
        if found:
            self.is_in_line = False
            self.file.write(rest)
        elif len(self.line) > LONGEST:
            raise BackupError("The backup does not begin with its description. Nothing was restored.")
        return len(data)

    def flush(self) -> None:
        """Pass on what is kept back."""
        self.file.flush()


class Bounded:
    """Read so many bytes of a file and no more."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        """Begin."""
        self.file, self.left = file, size

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data
