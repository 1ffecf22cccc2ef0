"""An authority, for the decision that is signed."""

from tinhso.core.files.tests.conftest import _authority, authority

__all__ = ["_authority", "authority"]
