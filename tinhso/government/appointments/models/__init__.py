"""The tables of appointments and queues."""

from tinhso.government.appointments.models.appointments import Appointment, AppointmentQuerySet
from tinhso.government.appointments.models.offices import Counter, Group, Matter, Office, Opening, PaceKept, Sitting
from tinhso.government.appointments.models.tickets import QueueDay, Ticket

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "Counter",
    "Group",
    "Matter",
    "Office",
    "Opening",
    "PaceKept",
    "QueueDay",
    "Sitting",
    "Ticket",
]
