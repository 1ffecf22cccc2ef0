from django.urls import path

from tinhso.core.notices.views import choices, gateways, mine, sent, slips, words

urlpatterns = [
    path("messages/", mine.inbox, name="messages"),
    path("messages/read/", mine.mark_read, name="read_messages"),
    path("messages/choices/", choices.choices, name="message_choices"),
    path("messages/choices/refuse/", choices.refuse, name="refuse_messages"),
    path("messages/choices/mail/", choices.give_mail_address, name="give_mail"),
    path("messages/choices/code/", choices.ask_code, name="ask_code"),
    path("messages/choices/code/<slug:channel>/", choices.type_code, name="type_code"),
    path("messages/choices/browser/", choices.give_this_browser, name="give_browser"),
    path("messages/choices/<uuid:uuid>/forget/", choices.drop_contact, name="drop_contact"),
    path("messages/worker.js", choices.push_worker, name="push_worker"),
    path("messages/<uuid:uuid>/open/", mine.open_message, name="open_message"),
    path("notices/hand-over/", slips.slips, name="slips"),
    path("notices/hand-over/<int:place>/", slips.print_slips, name="print_slips"),
    path("notices/hand-over/<uuid:uuid>/handed/", slips.handed, name="handed_over"),
    path("notices/sent/", sent.sent, name="sent_notices"),
    path("notices/sent/<uuid:uuid>/", sent.sent_notice, name="sent_notice"),
    path("notices/sent/<uuid:uuid>/again/", sent.send_notice_again, name="send_notice_again"),
    path("notices/words/", words.wordings, name="wordings"),
    path("notices/words/<str:code>/", words.wording, name="wording"),
    path("notices/words/<str:code>/publish/", words.publish, name="publish_wording"),
    path("notices/words/<str:code>/<slug:number>/", words.version, name="wording_version"),
    path("engineer/channels/", gateways.gateways, name="gateways"),
]
