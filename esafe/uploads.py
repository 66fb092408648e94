"""No file is taken anywhere: such pictures are illegal to have (requirement R56)."""

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class Refuse(FileUploadHandler):
    """Stop at the first file, before any of it is read."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        raise SuspiciousOperation("no file is taken anywhere")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        return None
