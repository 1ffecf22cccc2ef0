"""What can be found by typing. One row per findable thing of any register or system; the thing itself stays at home."""

from collections.abc import Collection
from functools import cache

from django.db import connection, models

from tinhso.core.search.domain import Branch, Scope, Stage, closeness, question, words_of
from tinhso.kit.actors import Rights
from tinhso.kit.passport import systems

CANDIDATES = 60
MOST_RESULTS = 50

_AND = {"sqlite": " AND ", "postgresql": " & "}
_OR = {"sqlite": " OR ", "postgresql": " | "}
_QUOTE = {"sqlite": '"{}"', "postgresql": "'{}'"}


class RowQuerySet(models.QuerySet["Row"]):
    def find(self, words: str, *, rights: Rights, kinds: Collection[str] | None = None, limit: int = 20) -> list["Row"]:
        """The rows that fit what someone typed, the closest first, only those they may see.

        Tone marks and đ do not matter, each word may be a beginning. Anything may be typed; nonsense finds nothing.
        """
        typed = words_of(words)
        if not typed:
            return []
        limit = min(limit, MOST_RESULTS)
        rows = self.filter(pk__in=_candidates(typed, scopes_of(rights), kinds or ()))
        return sorted(rows, key=lambda row: row.order(typed))[:limit]


class Row(models.Model):
    """A line in the index.

    kind        what it is, for filters and icons: `place`, `person`, `organisation`, …
    ref         the thing's uuid or code, by which its own pages know it
    title       what is shown; title words weigh more than `text`
    place       id of the place it belongs to; with `permission` it limits who may see it
    permission  the right without which it is not shown; empty: everyone
    url         its page
    folded      the title without marks, for ranking
    lexemes     folded words (see `domain`): the one column that is searched
    """

    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    text = models.CharField(max_length=1000, default="", blank=True)
    place = models.BigIntegerField(null=True)
    permission = models.CharField(max_length=60, default="", blank=True)
    url = models.CharField(max_length=300, default="", blank=True)
    folded = models.CharField(max_length=300)
    lexemes = models.TextField()

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="search_row_of_a_thing")]
        indexes = [models.Index(fields=["place", "kind", "title"], name="search_rows_of_a_place")]  # offices of a place

    def order(self, typed: tuple[str, ...]) -> tuple[object, ...]:
        """The closest first; among equally close ones, what no longer stands (`former_…`) comes after what does."""
        step, missing, length = closeness(typed, self.folded)
        return step, missing, self.kind.startswith("former_"), length, self.folded, self.pk


def scopes_of(rights: Rights) -> list[Scope]:
    """Where the asker holds each permission that any system knows; a right held nowhere is left out."""
    if not rights.signed_in:
        return []
    held = (
        Scope(permission, rights.places(permission)) for permission in known_permissions() if rights.may(permission)
    )
    return [scope for scope in held if scope.places is None or scope.places]


@cache
def known_permissions() -> tuple[str, ...]:
    """Every permission that some passport grants."""
    granted = (permission for system in systems() for held in system.grants.values() for permission in held)
    return tuple(sorted(set(granted)))


def _candidates(typed: tuple[str, ...], scopes: list[Scope], kinds: Collection[str]) -> list[int]:
    """Ids of all rows that fit at all, when they are few; else of the first that fit closest.

    Beginnings hold the whole words, so these are asked for only to be ranked first among many.
    """

    def fitting(stage: Stage) -> list[int]:
        return _matching(question(typed, stage, scopes=scopes, kinds=kinds))

    starts = fitting(Stage.BEGINNINGS)
    return [*starts, *fitting(Stage.ANYWHERE if len(starts) < CANDIDATES else Stage.WHOLE_WORDS)]


def _matching(branches: list[Branch]) -> list[int]:
    """SQLite walks along all branches at once and stops early; PostgreSQL is quicker when each is asked alone."""
    asked = [_written(branch) for branch in branches]
    if connection.vendor == "sqlite":
        sql = "SELECT rowid FROM search_words WHERE search_words MATCH %s LIMIT %s"
        values: list[str | int | bool] = [_OR["sqlite"].join(asked), CANDIDATES]
    else:
        sql = " UNION ALL ".join(["SELECT search_match(%s, %s, %s)"] * len(branches))
        values = [value for one, branch in zip(asked, branches, strict=True) for value in (one, CANDIDATES, branch.few)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _written(branch: Branch) -> str:
    """A branch in the database's own language."""
    either, both, quote = (words[connection.vendor] for words in (_OR, _AND, _QUOTE))
    return f"({both.join(f'({either.join(map(quote.format, one))})' for one in branch.all_of)})"
