"""The pages that tell which test proves what are true."""

import pytest

from tests import evidence


@pytest.mark.parametrize("kind", evidence.FILES)
def test_the_page_of_evidence_is_current(kind):
    written = (evidence.DOCS / f"{evidence.FILES[kind]}.md").read_text()
    assert written == evidence.page(kind), "Run: python -m tests.evidence"


@pytest.mark.parametrize("kind", evidence.FILES)
def test_a_mark_names_an_item_that_exists(kind):
    column = evidence.PAGES[kind][1][0]
    assert set(evidence.marked(kind)) <= {row[column] for row in evidence.known(kind)}
