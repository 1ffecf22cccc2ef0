"""The gateways and banks outside, behind the interface of `domain.rails`."""

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.clients.hosted import HostedRail
from tinhso.core.payments.clients.momo import MomoRail
from tinhso.core.payments.clients.vnpay import VnpayRail
from tinhso.core.payments.domain.momo import Partner
from tinhso.core.payments.domain.rails import Rail, RailCode
from tinhso.core.payments.domain.vnpay import Merchant
from tinhso.core.payments.domain.ways import Way
from tinhso.core.payments.domain.words import RAIL_ICONS, RAIL_WORDS
from tinhso.kit.lines import Line


def rails() -> Mapping[RailCode, Rail]:
    """The gateways that this installation has settings for. Raises WrongAddress when an address is unsafe."""
    found: list[Rail | None] = [vnpay(), momo(), hosted()]
    return {rail.code: rail for rail in found if rail}


def ways() -> list[Way]:
    """What a payer is offered: each gateway that is on, and card and Mobile Money where VNPAY has a code for them."""
    on = rails()
    offered = [Way(code, "", RAIL_WORDS[code], RAIL_ICONS[code]) for code in on]
    if RailCode.VNPAY in on:
        codes = ((settings.VNPAY_CARD, _("Bank card"), "credit-card"),
                 (settings.VNPAY_MOBILE_MONEY, _("Mobile Money"), "device-mobile"))  # fmt: skip
        offered += [Way(RailCode.VNPAY, code, word, icon) for code, word, icon in codes if code]
    return offered


def vnpay() -> VnpayRail | None:
    """VNPAY; None when it is off."""
    if not (settings.VNPAY_URL and settings.VNPAY_TERMINAL and settings.VNPAY_SECRET):
        return None
    return _vnpay(settings.VNPAY_URL, settings.VNPAY_API, settings.VNPAY_TERMINAL, settings.VNPAY_SECRET)


def momo() -> MomoRail | None:
    """MoMo; None when it is off."""
    if not (settings.MOMO_URL and settings.MOMO_PARTNER and settings.MOMO_SECRET):
        return None
    return _momo(
        settings.MOMO_URL, settings.MOMO_PARTNER, settings.MOMO_ACCESS_KEY, settings.MOMO_SECRET, settings.MOMO_NAME
    )


def hosted() -> HostedRail | None:
    """The provider with a page of its own; None when there is none."""
    secrets = tuple(filter(None, settings.HOSTED_SECRETS))
    return _hosted(settings.HOSTED_URL, secrets) if settings.HOSTED_URL and secrets else None


@lru_cache(maxsize=8)
def _vnpay(url: str, api: str, terminal: str, secret: str) -> VnpayRail:
    return VnpayRail(Merchant(terminal, secret), gateway=url, api=Line(api))


@lru_cache(maxsize=8)
def _momo(url: str, partner: str, access_key: str, secret: str, name: str) -> MomoRail:
    return MomoRail(Partner(partner, access_key, secret, name), Line(url))


@lru_cache(maxsize=8)
def _hosted(url: str, secrets: tuple[str, ...]) -> HostedRail:
    Line(url)
    return HostedRail(url, secrets)
