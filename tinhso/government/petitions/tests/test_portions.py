"""What chị Mỷ takes along of her petitions when she asks for everything: her own words and what was told her."""

from datetime import timedelta

from django.utils import timezone

from tinhso.government.petitions.actions import answering, writing
from tinhso.government.petitions.portions import tell
from tinhso.government.petitions.tests.stories import answered, owner_of, send, who


def test_she_takes_along_what_she_said_what_was_answered_and_what_she_thought(world):
    at = timezone.now() - timedelta(days=2)
    petition = send(world, at=at)
    writing.write_note(petition, words="Chỉ người trong phòng đọc.", by=owner_of(petition), at=at)
    petition = answered(petition, at=at)
    answering.rate_petition(petition, faces=4, words="Nhanh.", by=who(world, "my"), at=timezone.now())

    said, letters, ratings = tell(world.person("my").uuid)
    assert petition.words in next(row for row in said.rows if row[0] == petition.ref)
    assert [row[2] for row in letters.rows if row[0] == petition.ref] == ["answer"]
    assert [row[2:] for row in ratings.rows if row[0] == petition.ref] == [["4", "Nhanh."]]
    assert "Chỉ người trong phòng đọc." not in str((said, letters, ratings))
    assert not any(sheet.rows for sheet in tell(world.person("la").uuid))
