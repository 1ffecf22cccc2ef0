"""The kinds of organisations."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Kind(StrEnum):
    """What an organisation is before the law."""

    AGENCY = "agency"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    HOUSEHOLD_BUSINESS = "household_business"


OFFICES = frozenset({Kind.AGENCY, Kind.DEPARTMENT})
BUSINESSES = frozenset({Kind.ENTERPRISE, Kind.COOPERATIVE, Kind.HOUSEHOLD_BUSINESS})
KIND_WORDS: dict[Kind, Text] = {
    Kind.AGENCY: _("Agency"),
    Kind.DEPARTMENT: _("Department of an agency"),
    Kind.ENTERPRISE: _("Enterprise"),
    Kind.COOPERATIVE: _("Cooperative"),
    Kind.HOUSEHOLD_BUSINESS: _("Household business"),
}
KIND_ICONS: dict[Kind, str] = {
    Kind.AGENCY: "bank",
    Kind.DEPARTMENT: "buildings",
    Kind.ENTERPRISE: "factory",
    Kind.COOPERATIVE: "handshake",
    Kind.HOUSEHOLD_BUSINESS: "storefront",
}
