"""A secret is made once, however many ask for it first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tinhso.kit.secrets import kept_secret

ASKING = 16


def test_all_who_ask_at_once_are_told_the_same_secret(tmp_path):
    ready, path = Barrier(ASKING), tmp_path / "keys" / "one"

    def ask(_number: int) -> str:
        ready.wait()
        return kept_secret(path)

    with ThreadPoolExecutor(ASKING) as street:
        told = set(street.map(ask, range(ASKING)))
    assert told == {path.read_text()}
    assert [kept.name for kept in path.parent.iterdir()] == ["one"]
    assert path.stat().st_mode & 0o777 == 0o600
