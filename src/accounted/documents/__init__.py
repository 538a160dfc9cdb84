"""Files in, documents and passages out; each parser runs in a child process with limits."""

from accounted.documents.passages import split_passages
from accounted.documents.read import media_type_of, read_document

__all__ = ["media_type_of", "read_document", "split_passages"]
