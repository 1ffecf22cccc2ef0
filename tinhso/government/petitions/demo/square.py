"""What the demo shows to all beside answers: some of what is still worked on; and what was learnt and counted."""

from tinhso.government.petitions.actions.counting import count_ratings
from tinhso.government.petitions.actions.publishing import show_report
from tinhso.government.petitions.actions.suggesting import learn_topics
from tinhso.government.petitions.domain.masking import masked
from tinhso.government.petitions.models import Petition
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

SHOWN, MONTHS = 15, 4


def show_some(demo: Demo) -> None:
    """Officers let all read some of what they work on; topics are learnt and ratings counted as every night."""
    working = Petition.objects.select_related("case__owner").filter(
        case__ended_at=None, case__finished_at=None, may_show=True, joined_to=None
    )
    for petition in working.exclude(words="").exclude(case__owner=None).order_by("pk")[:SHOWN]:
        owner = petition.case.owner
        by = Actor(account=owner.pk, person=owner.person_id) if owner else Actor.system()
        show_report(petition, words=masked(petition.words), exact=petition.lat is not None, by=by, at=demo.now)
    learn_topics(at=demo.now)
    count_ratings(at=demo.now, months=MONTHS)
