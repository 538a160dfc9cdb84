"""An inquiry on disk: settings, steps, and the Python API."""
