"""Answers that were given, so that they can be given again."""

from django.db import connection, models
from django.db.models import F, Func, Value

_PLACE_OF = {"sqlite": "INSTR(%(expressions)s)", "postgresql": "POSITION(%(expressions)s)"}
_BETWEEN = {"sqlite": ", ", "postgresql": " IN "}


class AnswerQuerySet(models.QuerySet["Answer"]):
    def naming(self, word: str) -> "AnswerQuerySet":
        """The answers whose body holds a word."""
        vendor, needle = connection.vendor, Value(word.encode(), output_field=models.BinaryField())
        sides = [F("body"), needle] if vendor == "sqlite" else [needle, F("body")]
        place = Func(
            *sides, template=_PLACE_OF[vendor], arg_joiner=_BETWEEN[vendor], output_field=models.IntegerField()
        )
        return self.alias(place=place).filter(place__gt=0)


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

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "route", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["kept_at"], name="answer_by_age")]  # forget_old_answers
