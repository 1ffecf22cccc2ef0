"""Typing a few letters finds the right thing, for the right people, whatever is typed."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.core.search import actions, domain, models, views
from tinhso.core.search.actions import Line, forget, forget_many, index, index_many
from tinhso.core.search.jobs import tidy_index
from tinhso.core.search.models import Row
from tinhso.kit.folding import fold
from tinhso.kit.tests.asking import VISITOR, Asker, request

pytestmark = pytest.mark.django_db
SEE = "view_people"
NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def granted(monkeypatch):
    monkeypatch.setattr(models, "known_permissions", lambda: (SEE,))


def titles(words, *, rights=VISITOR, **how):
    return [row.title for row in Row.objects.find(words, rights=rights, **how)]


@pytest.mark.parametrize("typed", ["Mộc Châu", "moc chau", "MOC CHÂU", "mo ch", "châu mộc", "phuong moc"])
def test_marks_order_and_ends_of_words_do_not_matter(typed):
    index("place", "1", "Phường Mộc Châu", "Tỉnh Sơn La")
    index("place", "2", "Xã Mường Lạn", "Tỉnh Sơn La")
    assert titles(typed) == ["Phường Mộc Châu"]


def test_đ_is_found_as_d_and_the_other_way_round():
    index("place", "1", "Xã Đoàn Kết")
    assert titles("doan ket") == titles("đoàn kết") == ["Xã Đoàn Kết"]


def test_the_title_comes_before_the_text_and_a_whole_word_before_a_beginning():
    index("place", "1", "Bản Nà Lốc", "Xã Lan")
    index("place", "2", "Xã Lang Sơn")
    index("place", "3", "Xã Lan Mùa Xuân")
    index("place", "4", "Lan")
    assert titles("lan") == ["Lan", "Xã Lan Mùa Xuân", "Xã Lang Sơn", "Bản Nà Lốc"]


def test_what_no_longer_stands_comes_after_what_does():
    index("former_place", "1", "Huyện Mộc Châu")
    index("place", "2", "Phường Mộc Châu")
    assert titles("moc chau") == ["Phường Mộc Châu", "Huyện Mộc Châu"]


def test_a_thing_is_renewed_and_forgotten():
    index("place", "1", "Xã Chiềng Đen")
    index("place", "1", "Phường Chiềng An")
    assert (titles("den"), titles("an")) == ([], ["Phường Chiềng An"])
    forget("place", "1")
    assert titles("an") == []


def test_many_are_renewed_at_once_and_the_last_line_wins():
    index_many(Line(kind="place", ref=str(n % 700), title=f"Bản Số {n}") for n in range(1400))
    assert Row.objects.count() == 700
    assert titles("so 1399") == ["Bản Số 1399"]
    forget_many("place", [str(n) for n in range(700)])
    assert titles("so") == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's vacuum takes words out unasked")
@pytest.mark.promise("P28")
def test_words_of_what_was_forgotten_leave_the_tables_of_the_index(monkeypatch):
    monkeypatch.setattr(actions, "MERGED_PAGES", 5)
    _merge_nothing_unasked()
    for part in range(10):
        index_many(Line(kind="place", ref=f"{part}.{n}", title=f"Bản {part * n * 7919:x}") for n in range(200))
    index("person", "1", "Zqxwv", place=7, permission=SEE)
    forget("person", "1")
    assert inside_holds(b"zqxwv")
    tidy_index(NOW)
    assert not inside_holds(b"zqxwv")
    assert len(titles("ban", limit=50)) == 50
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words) VALUES ('integrity-check')")
        cursor.execute("SELECT count(*) FROM search_words_data")
        before = cursor.fetchone()
    tidy_index(NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_words_data")
        assert cursor.fetchone() == before


def _merge_nothing_unasked():
    """FTS5 merges its parts when it finds it fitting; whether it did by then depends on what was indexed before."""
    with connection.cursor() as cursor:
        for name, value in (("automerge", 0), ("crisismerge", 1000)):
            cursor.execute("INSERT INTO search_words(search_words, rank) VALUES (%s, %s)", [name, value])


def inside_holds(word):
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM search_words_data")
        return any(word in row[0] for row in cursor.fetchall())


def test_kinds_narrow_what_is_found():
    index("place", "1", "Mộc")
    index("organisation", "1", "Ủy ban Mộc")
    assert titles("moc", kinds=["organisation"]) == ["Ủy ban Mộc"]


@pytest.mark.parametrize(
    ("rights", "seen"),
    [
        (VISITOR, set()),
        (Asker(held={}), set()),
        (Asker(held={SEE: frozenset({7})}), {"Lò Văn Bảy"}),
        (Asker(held={SEE: frozenset({7, 8})}), {"Lò Văn Bảy", "Lò Văn Tám"}),
        (Asker(held={SEE: frozenset(range(1000, 4000))}), set()),
        (Asker(held={SEE: None}), {"Lò Văn Bảy", "Lò Văn Tám", "Lò Văn Không"}),
        (Asker(held={"another_right": None}), set()),
    ],
)
def test_only_who_may_see_a_person_there_finds_them(rights, seen):
    for ref, title, place in (("1", "Lò Văn Bảy", 7), ("2", "Lò Văn Tám", 8), ("3", "Lò Văn Không", None)):
        index("person", ref, title, place=place, permission=SEE)
    assert set(titles("lo van", rights=rights)) == seen


def test_a_permission_whose_name_begins_like_another_opens_nothing():
    index("person", "1", "Lò Văn Bảy", place=7, permission=SEE + "_secret")
    assert titles("lo", rights=Asker(held={SEE: None})) == []


HOSTILE = ['"', "'", "''';--", "NEAR(", "a AND", "OR", "*", "a*", "^a", "-a", "{a}", ":", "\\", "\x00", "%", "&|!<->()"]


@pytest.mark.parametrize("typed", [*HOSTILE, "Mộc" * 20_000, "a " * 25_000, "' " * 25_000, "𝕄", "\ud800", "漢字", "🐃"])
def test_hostile_words_find_nothing_wrong_and_ask_little(typed):
    index("place", "1", "Phường Mộc Châu")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        titles(typed)
    assert len(queries) <= 5
    assert all(len(query["sql"]) < 5000 for query in queries)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_may_be_typed_and_anything_indexed(title, typed):
    clean = title.encode("utf-8", "ignore").decode()
    index("place", "1", clean)
    assert set(titles(typed)) <= {clean.replace("\x00", " ")}


SYLLABLE = st.sampled_from(["Mộc", "Mường", "Châu", "Chiềng", "An", "Ân", "Đen", "Lan", "Lạn", "Nà", "Mơ"])
NAME = st.lists(SYLLABLE, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NAME, min_size=1, max_size=12), st.lists(SYLLABLE, min_size=1, max_size=3), st.integers(1, 6))
def test_it_finds_what_a_plain_reading_of_all_rows_finds(names, words, cut):
    Row.objects.all().delete()
    index_many(Line(kind="place", ref=str(n), title=name) for n, name in enumerate(names))
    typed = [fold(word)[:cut] for word in words]
    fits = [name for name in names if all(any(own.startswith(word) for own in fold(name).split()) for word in typed)]
    assert sorted(titles(" ".join(typed), limit=50)) == sorted(fits)


PLACES = st.integers(1, 14)
CLOSED = st.tuples(NAME, NAME, PLACES, st.sampled_from(["", SEE, "another_right"]))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(CLOSED, min_size=1, max_size=15),
    st.lists(SYLLABLE, min_size=1, max_size=3),
    st.integers(1, 6),
    st.frozensets(PLACES, min_size=1),
    st.sampled_from([0, domain.MOST_NARROWED_PLACES]),
)
def test_it_finds_within_a_reach_what_a_plain_reading_of_all_rows_finds(lines, words, cut, reach, narrowed):
    Row.objects.all().delete()
    index_many(
        Line(kind="person", ref=str(n), title=title, text=text, place=place, permission=permission)
        for n, (title, text, place, permission) in enumerate(lines)
    )
    typed = [fold(word)[:cut] for word in words]
    seen = [one for one in lines if not one[3] or (one[3] == SEE and one[2] in reach)]
    fits = [
        (title, text)
        for title, text, *_ in seen
        if all(any(own.startswith(word) for own in fold(f"{title} {text}").split()) for word in typed)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(domain, "MOST_NARROWED_PLACES", narrowed)
        found = Row.objects.find(" ".join(typed), rights=Asker(held={SEE: reach}), limit=50)
    assert sorted((row.title, row.text) for row in found) == sorted(fits)


@given(PLACES, PLACES, st.text("ab01", max_size=3), st.text("ab01", max_size=3))
def test_a_place_and_a_word_are_never_taken_for_another_place(one, other, first, second):
    assert (domain._within("r0", one, first) == domain._within("r0", other, second)) == (
        (one, first[: domain.NARROWING]) == (other, second[: domain.NARROWING])
    )


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_two_permissions_share_a_room(one, other):
    assert (domain.room_of(one) == domain.room_of(other)) == (one == other)
    assert domain.room_of(one).rstrip("0").isalpha() or one == ""


def test_a_beginning_of_any_length_is_stored():
    assert list(domain.beginnings("moc")) == ["m", "mo", "moc"]
    assert list(domain.beginnings("123456789012345"))[-1] == "123456789012"


def test_the_database_uses_its_index():
    index("place", "1", "Phường Mộc Châu")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN SELECT rowid FROM search_words WHERE search_words MATCH 'e0moc'")
            assert "VIRTUAL TABLE INDEX" in str(cursor.fetchall())
        else:
            cursor.execute(
                "SELECT pg_get_expr(indexprs, indrelid) FROM pg_index WHERE indexrelid = 'search_row_words'::regclass"
            )
            words = cursor.fetchone()[0]
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN SELECT id FROM search_row WHERE {words} @@ 'e0moc'::tsquery")
            assert "search_row_words" in str(cursor.fetchall())
            cursor.execute("SELECT prosrc, proconfig FROM pg_proc WHERE proname = 'search_match'")
            source, config = cursor.fetchone()
            assert source.count("array_to_tsvector") == 3
            assert "enable_seqscan=off" in config


@pytest.mark.parametrize(
    "runs",
    [[(63, 100), (64, 30)], [(63, 100), (8, 100), (64, 30)], [(1, 100), (2, 100)], [(64, 100)]],
    ids=["anywhere", "in an eighth", "in no sample", "in a 64th"],
)
def test_common_words_are_found_wherever_their_rows_lie(runs):
    Row.objects.bulk_create(
        Row(
            pk=pk,
            kind="place",
            ref=str(pk),
            title="Mộc",
            folded="moc",
            lexemes=domain.lexemes(title="Mộc", text="", kind="place", permission="", place=None),
        )
        for run, rows in runs
        for pk in range(2048 * run, 2048 * run + rows)
    )
    assert len(titles("moc", limit=50)) == 50


def test_the_page_works_as_a_plain_form_and_shows_only_what_the_visitor_may_see():
    index("place", "1", "Phường Mộc Châu", "Tỉnh Sơn La", url="/places/03980/")
    index("person", "2", "Lò Văn Mộc", place=7, permission=SEE)
    page = views.search(request("get", "/search/", {"q": "moc"})).content.decode()
    assert "/places/03980/" in page
    assert "Lò Văn Mộc" not in page
    assert "<form" in page


def test_with_htmx_only_the_results_come():
    index("place", "1", "Phường Mộc Châu", url="/places/03980/")
    part = views.search(request("get", "/search/", {"q": "moc"}, HTTP_HX_REQUEST="true")).content.decode()
    assert "/places/03980/" in part
    assert "<html" not in part


def test_a_page_for_hostile_words_says_that_nothing_was_found():
    answer = views.search(request("get", "/search/", {"q": "<script>alert(1)</script>\x00"}))
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
