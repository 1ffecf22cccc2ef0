"""How a unit is called."""


def full_name(unit_type: str, name: str) -> str:
    """`Xã Mường Lạn`: the type of unit and the name, as it stands on a letterhead."""
    return f"{unit_type[:1].upper()}{unit_type[1:]} {name}"
