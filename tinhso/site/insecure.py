"""Why production would not be safe with these settings. `settings.py` asks, and refuses to start."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_LEAST_SECRET = 50
_SAMPLE_SECRETS = ("django-insecure", "changeme", "change-me", "secret", "example", "please")
_HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})
_NETWORK_FILESYSTEMS = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs", "lustre")
_TRUE = frozenset({"1", "true", "yes", "on"})


def faults(
    environment: Mapping[str, str], *, hosts: Sequence[str], https: bool, database: str, data: Path
) -> Iterator[str]:
    """Each insecure setting as a sentence that names it and says what to do.

    database   the path of an SQLite file, or empty for PostgreSQL
    """
    for switch in ("DEBUG", "DEMO"):
        if environment.get(switch, "").lower() in _TRUE:
            yield f"{switch} is on: take it away; demo life and debug pages are for MODE=demo."
    yield from _weak_secret(environment.get("SECRET_KEY"))
    if any(host == "*" or host.startswith(".") for host in hosts):
        yield "ALLOWED_HOSTS has a wildcard: name each host that people use."
    if not https and not set(hosts) <= _HERE:
        yield "HTTPS=0 with hosts beyond this machine: put TLS before the product and leave HTTPS on."
    if database and (filesystem := network_filesystem(Path(database))):
        yield f"DATABASE_URL is SQLite on {filesystem}, where locks do not hold: use a local disk or PostgreSQL."
    if data.exists() and data.stat().st_mode & 0o007:
        yield f"VAR ({data}) can be read by everyone on this machine: chmod o-rwx it."


def _weak_secret(secret: str | None) -> Iterator[str]:
    """None means that the machine made its own, 64 hex digits in a file of mode 600."""
    if not secret:
        return
    if len(secret) < _LEAST_SECRET or len(set(secret)) < 10 or secret.lower().startswith(_SAMPLE_SECRETS):
        yield f"SECRET_KEY is weak: give at least {_LEAST_SECRET} random characters, or none and one is made."


def network_filesystem(path: Path) -> str:
    """The type of the network filesystem a path lies on, or nothing when it is local (Linux `mountinfo`)."""
    mounts = Path("/proc/self/mountinfo")
    if not mounts.exists():
        return ""
    best, kind, resolved = "", "", str(path.resolve())
    for line in mounts.read_text().splitlines():
        before, _, after = line.partition(" - ")
        point = before.split()[4].replace("\\040", " ")
        inside = resolved == point or resolved.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, after.split()[0]
    return kind if kind.startswith(_NETWORK_FILESYSTEMS) else ""
