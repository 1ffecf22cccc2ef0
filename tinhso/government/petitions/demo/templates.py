"""The words that the counter of the named people keeps."""

from datetime import timedelta

from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.models import Post
from tinhso.government.petitions.actions.writing import write_template
from tinhso.government.petitions.domain.words import LetterKind
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

WORDS = (
    (LetterKind.MORE, "Hỏi chỗ", "Bà con cho biết chỗ nào: bản nào, gần nhà ai, hay gần trường, gần cầu?"),
    (LetterKind.ANSWER, "Đã cử người", "Cảm ơn bà con đã báo. Xã đã cử người tới xem, làm xong sẽ báo lại."),
    (LetterKind.REFUSAL, "Việc nơi khác", "Việc này do cơ quan khác giải quyết. Bà con hỏi tại quầy nhé."),
)  # fmt: skip


def write_words_of_offices(demo: Demo) -> None:
    """Three letters that are written most often."""
    account = persona("hac")
    post = Post.objects.filter(account=account).select_related("organisation").order_by("pk").first()
    if post is None:
        return
    by, at = Actor(account=account.pk, person=account.person_id), demo.now - timedelta(days=90)
    for kind, title, words in WORDS:
        write_template(post.organisation, kind=kind, title=title, words=words, by=by, at=at)
