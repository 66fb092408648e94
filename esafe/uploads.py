"""No file is taken anywhere: such pictures are illegal to have (requirement R56)."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class Refuse(FileUploadHandler):
    """Stop at the first file. The form's own text fields are lost with it, which is right."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        return None
