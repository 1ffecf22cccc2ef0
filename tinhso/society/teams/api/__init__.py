"""Community teams for machines. Each part has its own router; all of them stand under `/api/teams/`.

The same actions, rights and refusals as the pages: a refusal is 409 with its `code`, what is out of reach is 404. Any
call that changes something may carry an `Idempotency-Key`. Lists come in pages: `next` of one is `after` of the next,
empty when nothing follows.
"""

from ninja import Router

from tinhso.society.teams.api import activities, awards, numbers, requests, teams

router = Router(tags=["teams"])
for part in (teams, activities, requests, numbers, awards):
    router.add_router("", part.router)
