"""Notices of stay that a home has made."""

from django.db import models

from tinhso.economy.stays.models.homes import Home


class StayNotice(models.Model):
    """The notice of one night. Its list is made anew from the register, so no second copy of anyone lies here."""

    home = models.ForeignKey(Home, models.PROTECT, related_name="notices")
    day = models.DateField()
    guests = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    late = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home", "day"], name="one_notice_a_night")]
