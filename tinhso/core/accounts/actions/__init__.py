"""What people can do with accounts, posts, mandates and at the door."""

from tinhso.core.accounts.actions.accounts import close_account, disable_account, enable_account, open_account
from tinhso.core.accounts.actions.allowed import require
from tinhso.core.accounts.actions.consents import Agreed, do_by_consent, forget_consents, hear_consent
from tinhso.core.accounts.actions.entering import (
    begin_sign_in,
    finish_sign_in,
    know_citizen,
    sign_out,
    sign_out_elsewhere,
)
from tinhso.core.accounts.actions.mandates import act_for, give_mandate, withdraw_mandate
from tinhso.core.accounts.actions.people import follow_merge, retire_person, undo_merge
from tinhso.core.accounts.actions.posts import (
    confirm_post,
    delegate_post,
    end_delegation,
    end_post,
    give_post,
    hand_over_posts,
    move_post,
    move_posts,
    record_absence,
)
from tinhso.core.accounts.actions.proofs import (
    add_passkey,
    change_password,
    check_code,
    make_token,
    remove_factor,
    set_up_codes,
    withdraw_token,
)
from tinhso.core.accounts.actions.recovery import agree_recovery, ask_recovery, use_recovery
from tinhso.core.accounts.actions.sweeping import sweep
from tinhso.core.accounts.actions.unread import left_to_read, more_to_read

__all__ = [
    "Agreed",
    "act_for",
    "add_passkey",
    "agree_recovery",
    "ask_recovery",
    "begin_sign_in",
    "change_password",
    "check_code",
    "close_account",
    "confirm_post",
    "delegate_post",
    "disable_account",
    "do_by_consent",
    "enable_account",
    "end_delegation",
    "end_post",
    "finish_sign_in",
    "follow_merge",
    "forget_consents",
    "give_mandate",
    "give_post",
    "hand_over_posts",
    "hear_consent",
    "know_citizen",
    "left_to_read",
    "make_token",
    "more_to_read",
    "move_post",
    "move_posts",
    "open_account",
    "record_absence",
    "remove_factor",
    "require",
    "retire_person",
    "set_up_codes",
    "sign_out",
    "sign_out_elsewhere",
    "sweep",
    "undo_merge",
    "use_recovery",
    "withdraw_mandate",
    "withdraw_token",
]
