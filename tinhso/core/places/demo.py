"""Villages for the demo, made up from words that occur in names: no list of real ones could be used."""

from collections.abc import Mapping, Sequence
from random import Random

from tinhso.core.places.actions import add_villages
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

AFTER: tuple[str, ...] = ()
FEWEST, MOST = 6, 10

FIRST: Mapping[str, Sequence[str]] = {
    "Thái": ("Nà", "Huổi", "Pá", "Bó", "Co", "Nong", "Phiêng", "Tông", "Mường", "Kéo", "Hua", "Noong", "Púng", "Lọng"),
    "Mông": ("Háng", "Pú", "Chế", "Sùng", "Lùng", "Trống", "Sính", "Xà", "Tà", "Dào", "Mù", "Kể"),
    "Dao": ("Suối", "Khe", "Nặm", "Khuổi", "Thẳm", "Bản", "Tân", "Nậm"),
    "Kinh": ("Tân", "Thống", "Hòa", "Tiền", "Quyết", "Đoàn", "Minh", "Xuân", "An", "Phú", "Thành"),
}
SECOND: Mapping[str, Sequence[str]] = {
    "Thái": ("Lốc", "Sản", "Hạ", "Cang", "Tấu", "Mặn", "Khoang", "Ban", "Ỏ", "Nghịu", "Lay", "Sàng", "Cuông", "Hiềng"),
    "Mông": ("Chú", "Tâu", "Lềnh", "Dê", "Phìn", "Sủa", "Chải", "Thàng", "Xi", "Lử", "Chay", "Gia"),
    "Dao": ("Lìn", "Vàng", "Thín", "Mu", "Cáy", "Khoang", "Chanh", "Bau", "Nhùng", "Tọ"),
    "Kinh": ("Lập", "Nhất", "Bình", "Tiến", "Thắng", "Kết", "Khai", "Hưng", "Phong", "Thịnh", "Sơn"),
}
TYPES: Mapping[str, str] = {"Thái": "bản", "Mông": "bản", "Dao": "bản", "Kinh": "tiểu khu"}
SHARES: Mapping[str, Mapping[str, int]] = {
    "son-la": {"Thái": 54, "Mông": 20, "Dao": 8, "Kinh": 18},
    "tuyen-quang": {"Thái": 18, "Mông": 30, "Dao": 30, "Kinh": 22},
}
ROUNDS = 20


def fill(demo: Demo) -> None:
    """Give every commune of the province about eight villages."""
    communes = list(Place.objects.current().communes().within(Place.objects.home()).by_name())
    for number, commune in enumerate(communes, start=1):
        villages = _names(demo.random, SHARES[demo.province])
        add_villages(commune, villages, by=Actor.system(), at=demo.now)
        demo.step(number / len(communes))


def _names(random: Random, shares: Mapping[str, int]) -> list[tuple[str, str]]:
    """(type of unit, name), no name twice; a commune of one people has mostly its names, as villages lie together."""
    home = random.choices(list(shares), list(shares.values()))[0]
    wanted, names = random.randint(FEWEST, MOST), dict[tuple[str, str], None]()
    for _round in range(MOST * ROUNDS):
        if len(names) == wanted:
            break
        people = home if random.random() < 0.7 else random.choices(list(shares), list(shares.values()))[0]
        names[(TYPES[people], f"{random.choice(FIRST[people])} {random.choice(SECOND[people])}")] = None
    return list(names)
