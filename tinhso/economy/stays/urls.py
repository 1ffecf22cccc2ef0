"""The doors of stays."""

from django.urls import path

from tinhso.economy.stays.views import desk, host, province, public

urlpatterns = [
    path("stays/", public.stays, name="stays"),
    path("stays/home/<uuid:uuid>/", public.home, name="stay_home"),
    path("stays/home/<uuid:uuid>/wait/", public.wait, name="wait_for_bed"),
    path("stays/book/<uuid:uuid>/", public.book, name="book_stay"),
    path("stays/pass/<slug:token>/", public.stay, name="stay"),
    path("stays/pass/<slug:token>/move/", public.move, name="move_stay"),
    path("stays/pass/<slug:token>/cancel/", public.cancel, name="cancel_stay"),
    path("stays/pass/<slug:token>/review/", public.review, name="review_stay"),
    path("stays/calendar/<slug:token>.ics", public.calendar, name="room_calendar"),
    path("stays/mine/", host.my_homes, name="my_homes"),
    path("stays/mine/new/", host.begin, name="begin_home"),
    path("stays/mine/<uuid:uuid>/step/<int:number>/", host.step, name="home_step"),
    path("stays/mine/<uuid:uuid>/", host.ready, name="home_ready"),
    path("stays/mine/answer/<uuid:uuid>/<slug:word>/", host.answer, name="answer_stay"),
    path("stays/mine/room/<uuid:uuid>/season/", host.season, name="room_season"),
    path("stays/mine/room/<uuid:uuid>/calendars/", host.feeds, name="room_feeds"),
    path("stays/mine/room/<uuid:uuid>/clean/", desk.clean, name="room_clean"),
    path("stays/mine/calendar/<uuid:uuid>/drop/", host.feed_gone, name="drop_feed"),
    path("stays/arrive/", desk.arrive, name="check_in"),
    path("stays/leave/<uuid:uuid>/", desk.leave, name="check_out"),
    path("stays/register/<uuid:uuid>/", desk.register, name="stay_register"),
    path("stays/register/<uuid:uuid>/notice/", desk.notice, name="stay_notice"),
    path("stays/register/<uuid:uuid>/notice/<slug:kind>/", desk.notice_file, name="stay_notice_file"),
    path("stays/homes/", province.homes, name="homes"),
    path("stays/homes/<uuid:uuid>/", province.inspect, name="inspect_home"),
    path("stays/reviews/<uuid:uuid>/hide/", province.hide, name="hide_review"),
    path("stays/numbers/", province.numbers, name="stay_numbers"),
]
