"""Yakusoku (約束): decide, promise and keep what outsourced work must do to protect people's data."""

__version__ = "0.1.0"
