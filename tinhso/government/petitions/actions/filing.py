"""Petitions that come through other programs by Open311: filed for nobody, followed by the client's key."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import AccessToken
from tinhso.government.petitions.actions.sending import Said, send_petition
from tinhso.government.petitions.models import Filing, Petition
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import Refusal

IN_AN_HOUR = timedelta(hours=1)


class TooManyFiled(Refusal):
    """One client files more in an hour than was agreed. Other clients and the pages are not touched by it."""

    sentence = _("This program has sent very many in an hour. Send the others in an hour.")


@transaction.atomic
def file_for_client(said: Said, *, token: AccessToken, at: datetime) -> Petition:
    """Send what somebody told another program. No account and no person stands by it, also not in the log.

    Raises TooManyFiled and what `send_petition` raises.
    """
    recent = Filing.objects.filter(token=token, filed_at__gt=at - IN_AN_HOUR)
    if recent.count() >= settings.OPEN311_AN_HOUR:
        raise TooManyFiled
    petition = send_petition(said, by=Actor(channel=Channel.API), at=at)
    Filing.objects.create(petition=petition, token=token, filed_at=at)
    return petition
