"""All that can be done with cases and their definitions."""

from tinhso.core.cases.actions.acting import (
    AnswerMissing,
    GuardRefused,
    Moved,
    NotNow,
    NotYourTurn,
    SomeoneWasFirst,
    act,
    act_on,
)
from tinhso.core.cases.actions.asking import (
    Choice,
    acts_for_applicant,
    choices,
    concerns,
)
from tinhso.core.cases.actions.assigning import (
    AlreadyTaken,
    HasNoSuchRole,
    assign_case,
    claim_case,
    reassign_case,
    reassign_cases_of,
)
from tinhso.core.cases.actions.consulting import (
    NobodyAsked,
    QuestionMissing,
    consult,
    recall_consultation,
)
from tinhso.core.cases.actions.definitions import (
    BelongsToAnother,
    NoDraft,
    NotPublished,
    draft_definition,
    publish_definition,
    retire_definition,
    ship_definition,
)
from tinhso.core.cases.actions.escalating import (
    escalate_case,
    escalate_due,
)
from tinhso.core.cases.actions.extending import (
    extend_case,
    resume_case,
    suspend_case,
)
from tinhso.core.cases.actions.following import (
    follow_merge,
    forget_cases_of,
    rehome_agency,
    rehome_case,
    rehome_place,
    settle_case,
    undo_merge,
)
from tinhso.core.cases.actions.handing import (
    AlreadyWorkedOn,
    NotAnOfficeNow,
    NothingToUndo,
    SameOffice,
    hand_over_case,
    recall_case,
    return_case,
)
from tinhso.core.cases.actions.numbering import (
    NumberNotGiven,
    by_book,
    next_number,
    void_number,
)
from tinhso.core.cases.actions.opening import (
    NotInForce,
    open_case,
)
from tinhso.core.cases.actions.owners import (
    holds_role,
    seats,
)
from tinhso.core.cases.actions.recounting import (
    ask_recount,
    recount_all,
    recount_some,
)
from tinhso.core.cases.actions.taking import (
    take,
    takes_steps_of,
)
from tinhso.core.cases.actions.terms import (
    MayNotBeExtended,
    ReasonNeeded,
    TooLong,
)
from tinhso.core.cases.actions.watching import (
    can_go_on,
    watch_cases,
)

__all__ = [
    "AlreadyTaken",
    "AlreadyWorkedOn",
    "AnswerMissing",
    "BelongsToAnother",
    "Choice",
    "GuardRefused",
    "HasNoSuchRole",
    "MayNotBeExtended",
    "Moved",
    "NoDraft",
    "NobodyAsked",
    "NotAnOfficeNow",
    "NotInForce",
    "NotNow",
    "NotPublished",
    "NotYourTurn",
    "NothingToUndo",
    "NumberNotGiven",
    "QuestionMissing",
    "ReasonNeeded",
    "SameOffice",
    "SomeoneWasFirst",
    "TooLong",
    "act",
    "act_on",
    "acts_for_applicant",
    "ask_recount",
    "assign_case",
    "by_book",
    "can_go_on",
    "choices",
    "claim_case",
    "concerns",
    "consult",
    "draft_definition",
    "escalate_case",
    "escalate_due",
    "extend_case",
    "follow_merge",
    "forget_cases_of",
    "hand_over_case",
    "holds_role",
    "next_number",
    "open_case",
    "publish_definition",
    "reassign_case",
    "reassign_cases_of",
    "recall_case",
    "recall_consultation",
    "recount_all",
    "recount_some",
    "rehome_agency",
    "rehome_case",
    "rehome_place",
    "resume_case",
    "retire_definition",
    "return_case",
    "seats",
    "settle_case",
    "ship_definition",
    "suspend_case",
    "take",
    "takes_steps_of",
    "undo_merge",
    "void_number",
    "watch_cases",
]
