"""The gateways and banks outside, behind the interface of `domain.rails`."""

from collections.abc import Mapping

from tinhso.core.payments.domain.rails import Rail, RailCode


def rails() -> Mapping[RailCode, Rail]:
    """The gateways that this installation has settings for."""
    return {}
