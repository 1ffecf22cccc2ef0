"""The sandbox of signed documents: `python -m tinhso.core.files.domain.signing.inspector SOCKET`."""

from datetime import datetime
from pathlib import Path

from tinhso.core.files.domain.children import work
from tinhso.core.files.domain.signing.documents import check_xml
from tinhso.core.files.domain.signing.findings import Reason, Report
from tinhso.core.files.domain.signing.reading import check_pdf
from tinhso.core.files.domain.signing.trust import trust_in


def check(job: dict[str, str]) -> Report:
    """Check the document at `source` by the roots and lists of two folders, as of `at`."""
    content = Path(job["source"]).read_bytes()
    trust, at = trust_in(Path(job["anchors"]), Path(job["lists"])), datetime.fromisoformat(job["at"])
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return check_pdf(content, trust, at=at)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return check_xml(content, trust, at=at)
    return Report(reasons=(Reason.UNREADABLE,))


if __name__ == "__main__":
    work(lambda job: check(job).as_json())
