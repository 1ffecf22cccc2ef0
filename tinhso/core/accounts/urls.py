"""The doors of accounts."""

from django.conf import settings
from django.urls import path

from tinhso.core.accounts.views import acting, closing, demo, doors, helping, mine, register

urlpatterns = [
    path("sign-in/", doors.sign_in, name="sign_in"),
    path("sign-in/code/", doors.sign_in_code, name="sign_in_code"),
    path("sign-in/passkey/", doors.sign_in_passkey, name="sign_in_passkey"),
    path("sign-in/enrol/", doors.enrol, name="enrol"),
    path("sign-in/enrol/passkey/", doors.enrol_passkey, name="enrol_passkey"),
    path("sign-in/begin/", doors.begin, name="begin"),
    path("sign-in/identity/", doors.go_to_identity, name="go_to_identity"),
    # allauth builds the address of return from this name.
    path("sign-in/<slug:provider_id>/back/", doors.back_from_identity, name="openid_connect_callback"),
    path("sign-out/", doors.leave, name="sign_out"),
    path("account/", mine.account, name="account"),
    path("account/again/", doors.again, name="again"),
    path("account/password/", mine.password, name="password"),
    path("account/codes/", mine.add_codes, name="add_codes"),
    path("account/passkey/", mine.add_key, name="add_key"),
    path("account/factors/<int:pk>/remove/", mine.drop_factor, name="drop_factor"),
    path("account/sessions/close/", mine.sign_out_others, name="sign_out_others"),
    path("account/tokens/", mine.token, name="token"),
    path("account/tokens/<uuid:uuid>/withdraw/", mine.drop_token, name="drop_token"),
    path("account/absence/", acting.absence, name="absence"),
    path("account/posts/<uuid:uuid>/delegate/", acting.delegate, name="delegate_post"),
    path("account/delegations/<uuid:uuid>/end/", acting.take_back, name="end_delegation"),
    path("account/close/", closing.close_mine, name="close_mine"),
    path("account/keep/", closing.keep_mine, name="keep_mine"),
    path("account/household/", acting.household_and_helpers, name="household_and_helpers"),
    path("account/mandates/", acting.mandates, name="mandates"),
    path("account/mandates/<uuid:uuid>/withdraw/", acting.withdraw, name="withdraw_mandate"),
    path("account/done-for-me/", helping.done_for_me, name="done_for_me"),
    path("helping/", helping.helping, name="helping"),
    path("helping/<uuid:uuid>/heard/", helping.heard, name="hear_consent"),
    path("acting/", acting.choose, name="act_for"),
    path("accounts/", register.accounts, name="accounts"),
    path("accounts/open/", register.open_one, name="open_account"),
    path("accounts/<uuid:uuid>/", register.one_account, name="one_account"),
    path("accounts/<uuid:uuid>/post/", register.give, name="give_post"),
    path("accounts/<uuid:uuid>/disable/", register.disable, name="disable_account"),
    path("accounts/<uuid:uuid>/enable/", register.enable, name="enable_account"),
    path("accounts/<uuid:uuid>/close/", register.close, name="close_account"),
    path("accounts/<uuid:uuid>/sign-out/", register.sign_out_all, name="sign_out_all"),
    path("accounts/<uuid:uuid>/recover/", register.ask, name="ask_recovery"),
    path("accounts/<uuid:uuid>/recover/agree/", register.agree, name="agree_recovery"),
    path("accounts/posts/<uuid:uuid>/end/", register.end, name="end_post"),
    path("accounts/posts/<uuid:uuid>/confirm/", register.confirm, name="confirm_post"),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.people, name="demo"),
        path("demo/as/<slug:name>/", demo.enter_as, name="demo_as"),
    ]
