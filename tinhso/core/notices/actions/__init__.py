"""What can be done with messages: write their words, tell people, send, hand over, choose, read."""

from tinhso.core.notices.actions.choosing import choose, give_browser, give_mail, withdraw_contact
from tinhso.core.notices.actions.forgetting import follow_person, forget_person
from tinhso.core.notices.actions.handing import hand_over, send_again
from tinhso.core.notices.actions.proving import prove, send_code
from tinhso.core.notices.actions.reading import open_notice, read_all
from tinhso.core.notices.actions.replying import tell_number
from tinhso.core.notices.actions.reporting import forget_reports, take_report
from tinhso.core.notices.actions.sending import send_due
from tinhso.core.notices.actions.shipping import ship_kinds
from tinhso.core.notices.actions.telling import can_be_told, tell
from tinhso.core.notices.actions.wordings import draft_wording, publish_wording, ship_kind

__all__ = [
    "can_be_told",
    "choose",
    "draft_wording",
    "follow_person",
    "forget_person",
    "forget_reports",
    "give_browser",
    "give_mail",
    "hand_over",
    "open_notice",
    "prove",
    "publish_wording",
    "read_all",
    "send_again",
    "send_code",
    "send_due",
    "ship_kind",
    "ship_kinds",
    "take_report",
    "tell",
    "tell_number",
    "withdraw_contact",
]
