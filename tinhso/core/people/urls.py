"""The doors of the people register. Addresses carry uuids and commune codes, never a name or a number."""

from django.urls import path

from tinhso.core.people.views import households, likenesses, lists, me, person, registering

urlpatterns = [
    path("people/", lists.people, name="people"),
    path("people/register/", registering.register, name="register_person"),
    path("people/register/scan/", registering.scan, name="scan_card"),
    path("people/likenesses/", likenesses.likenesses, name="likenesses"),
    path("people/likenesses/<uuid:uuid>/", likenesses.likeness, name="likeness"),
    path("people/likenesses/<uuid:uuid>/merge/", likenesses.merge, name="merge_people"),
    path("people/likenesses/<uuid:uuid>/apart/", likenesses.apart, name="tell_apart"),
    path("people/merges/<uuid:uuid>/undo/", likenesses.undo, name="undo_merge"),
    path("people/<uuid:uuid>/", person.person, name="person"),
    path("people/<uuid:uuid>/read/", person.read, name="read_person"),
    path("people/<uuid:uuid>/correct/", person.correct, name="correct_person"),
    path("people/<uuid:uuid>/number/", person.number, name="correct_number"),
    path("people/<uuid:uuid>/move/", person.move, name="move_person"),
    path("people/<uuid:uuid>/death/", person.death, name="record_death"),
    path("people/<uuid:uuid>/forget/", person.forget, name="forget_person"),
    path("people/<uuid:uuid>/household/form/", person.household_new, name="form_household"),
    path("people/<uuid:uuid>/household/join/", person.join, name="join_household"),
    path("people/<uuid:uuid>/household/leave/", person.leave, name="leave_household"),
    path("households/<uuid:uuid>/", households.household, name="household"),
    path("households/<uuid:uuid>/hand-over/", households.hand_over, name="hand_over_household"),
    path("households/<uuid:uuid>/move/", households.move, name="move_household"),
    path("me/", me.me, name="me"),
    path("me/looked/", me.who_looked, name="who_looked"),
    path("me/correct/", me.correct_me, name="correct_me"),
]
