"""An inquiry on disk: settings, the graph of steps, and the Python twin of the command line."""

from accounted.inquiry.api import Inquiry, Status, init_inquiry, open_inquiry

__all__ = ["Inquiry", "Status", "init_inquiry", "open_inquiry"]
