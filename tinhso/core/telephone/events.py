"""What can happen on the telephone. No number, no word that was written or said."""

from tinhso.events.definitions import Code, Event, event


@event()
class TextReceived(Event):
    """Somebody wrote a text message to the province."""


@event()
class TextAnswered(Event):
    """It was understood and answered; `asked` is what it was about, `sent` whether a message went back."""

    asked: Code
    sent: bool


@event()
class CallBegan(Event):
    """Somebody called."""


@event()
class CallEnded(Event):
    """The call came to an end of the script; `came_to` is that part of it."""

    came_to: Code


@event()
class CallBackWanted(Event):
    """Who called wants to be called by a person."""
