"""The doors of appointments and queues."""

from django.urls import path

from tinhso.government.appointments.views import booking, keeping, kiosk, phone, queue, screen, untold

urlpatterns = [
    path("appointments/", booking.appointments, name="appointments"),
    path("appointments/new/<uuid:uuid>/", booking.book, name="book_hour"),
    path("appointments/<str:ref>/<str:token>/", booking.appointment, name="appointment"),
    path("appointments/<str:ref>/<str:token>/move/", booking.move, name="move_appointment"),
    path("appointments/<str:ref>/<str:token>/cancel/", booking.cancel, name="cancel_appointment"),
    path("queue/", queue.queue, name="queue"),
    path("queue/sit/<uuid:uuid>/", queue.sit, name="sit_down"),
    path("queue/leave/", queue.stand_up, name="leave_counter"),
    path("queue/call/", queue.call, name="call_next"),
    path("queue/number/<uuid:uuid>/to/", queue.number_on, name="number_on"),
    path("queue/number/<uuid:uuid>/<str:step>/", queue.number_step, name="number_step"),
    path("queue/booked/<uuid:uuid>/", queue.arrived, name="arrived"),
    path("queue/untold/", untold.untold, name="untold"),
    path("queue/untold/<uuid:uuid>/", untold.visitor_told, name="visitor_told"),
    path("queue/counters/", keeping.counters, name="counters"),
    path("queue/counters/<uuid:uuid>/", keeping.counters_of, name="counters_of"),
    path("queue/counters/<uuid:uuid>/drop/", keeping.drop_counter, name="drop_counter"),
    path("queue/begin/<uuid:uuid>/", keeping.begin, name="begin_queue"),
    path("queue/numbers/", keeping.queue_numbers, name="queue_numbers"),
    path("queue/place/<str:ref>/<str:token>/", kiosk.my_number, name="my_number"),
    path("queue/<uuid:uuid>/give/", queue.give_number, name="give_number"),
    path("queue/<uuid:uuid>/book/", phone.book_for, name="book_for"),
    path("queue/<uuid:uuid>/ticket/", kiosk.ticket, name="ticket"),
    path("queue/<uuid:uuid>/ticket/booked/", kiosk.booked_here, name="booked_here"),
    path("queue/<uuid:uuid>/kiosk/<str:key>/", kiosk.become_kiosk, name="become_kiosk"),
    path("queue/<uuid:uuid>/screen/", screen.screen, name="screen"),
    path("queue/<uuid:uuid>/screen/now/", screen.screen_now, name="screen_now"),
]
