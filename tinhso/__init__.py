"""Tỉnh Số: the open system on which a whole province runs its digital transformation."""

__version__ = "0.1.0"
