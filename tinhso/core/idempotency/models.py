"""Answers that were given, so that they can be given again."""

from django.db import models


class Answer(models.Model):
    """What one sender was answered to one key at one door.

    Written in the transaction of the effect: there is never an effect without its answer, nor an answer without it.

    scope         who sent it: `account:7`, or a hash of the session or device cookie
    route         method and path
    request_hash  SHA-256 of what was sent, without the CSRF token and the key itself
    headers       of the answer: only those that belong to its meaning, never a cookie
    """

    scope = models.CharField(max_length=80)
    route = models.CharField(max_length=300)
    key = models.CharField(max_length=200)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "route", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["kept_at"], name="answer_by_age")]  # forget_old_answers
