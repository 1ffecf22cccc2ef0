"""Which carriers this installation has: a channel without a setting is not there."""

from django.conf import settings

from tinhso.core.notices.clients.dialects import goes_by_zalo, sms_dialect, zalo_dialect
from tinhso.core.notices.clients.interface import Sender
from tinhso.core.notices.clients.mail import SmtpMail
from tinhso.core.notices.clients.push import WebPush
from tinhso.core.notices.clients.sms import HttpSms
from tinhso.core.notices.clients.zalo import HttpZalo
from tinhso.core.notices.domain.channels import Channel


def senders() -> list[Sender]:
    """Every carrier that is set up."""
    made: list[Sender] = []
    if settings.PUSH_HOSTS:
        made.append(WebPush())
    if settings.ZALO_URL:
        dialect = zalo_dialect(settings.ZALO_DIALECT)
        made.append(HttpZalo(settings.ZALO_URL, token=settings.ZALO_TOKEN, dialect=dialect))
    if settings.SMS_URL:
        made.append(
            HttpSms(
                settings.SMS_URL,
                secret=settings.SMS_SECRET,
                sender=settings.SMS_SENDER,
                dialect=sms_dialect(settings.SMS_DIALECT),
            )
        )
    if settings.MAIL_HOST:
        made.append(
            SmtpMail(
                settings.MAIL_HOST,
                settings.MAIL_PORT,
                sender=settings.MAIL_FROM,
                user=settings.MAIL_USER,
                password=settings.MAIL_PASSWORD,
                tls=settings.MAIL_TLS,
            )
        )
    return made


def is_open(channel: Channel, kind: str) -> bool:
    """Whether a kind of message can go by a channel here; what people carry by hand always can."""
    there = {
        Channel.PUSH: bool(settings.PUSH_HOSTS),
        Channel.ZALO: bool(settings.ZALO_URL) and goes_by_zalo(kind),
        Channel.SMS: bool(settings.SMS_URL),
        Channel.EMAIL: bool(settings.MAIL_HOST),
    }
    return there.get(channel, True)
