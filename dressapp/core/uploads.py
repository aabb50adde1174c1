"""Uploads: kept in memory, never in a file on the disk, and stopped where they grow too large."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MAX_UPLOAD = 5_000_000  # bytes of all files of a request together
MAX_BODY = MAX_UPLOAD + 250_000  # with the fields of the form and what parts them


class MemoryUploadHandler(FileUploadHandler):
    """Keep the files of a request in memory: a temporary file would leave a patient's data on the disk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin without a byte."""
        super().__init__(*args, **kwargs)
        self.total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part of a file; give the whole request up where its files are too large."""
        self.total += len(raw_data)
        if self.total > MAX_BODY:
            raise StopUpload(connection_reset=True)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file."""
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
