"""Doors of files: showing them, checking what anyone brings, keys, batches."""

from tinhso.core.files.views.showing import answer_with

__all__ = ["answer_with"]
