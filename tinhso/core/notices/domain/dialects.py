"""In which words providers of messages speak. What is common knowledge is code; words and codes are data."""

from pydantic import BaseModel, ConfigDict


class SmsDialect(BaseModel):
    """Names of an HTTP text message gateway (`tables/sms_dialect.json`); `{number}` stands for our own number.

    came_…   how it names its own number, the telephone and the words of a message that came in
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    send: str
    look_up: str
    number: str
    to: str
    text: str
    sender: str
    wide: str
    plus: bool
    taken: str
    took: tuple[str, ...]
    wrong_number: tuple[str, ...]
    code: str
    provider: str
    parts: str
    cost: str
    came_number: str = "id"
    came_from: str = "from"
    came_text: str = "text"


class ZaloDialect(BaseModel):
    """Names of Zalo's notification service (`tables/zalo_dialect.json`); `templates`: kind of message → their template.

    A kind without a template there cannot go by Zalo: every text is approved by the provider beforehand.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    send: str
    token: str
    to: str
    template: str
    values: str
    number: str
    error: str
    done: tuple[str, ...]
    wrong_number: tuple[str, ...]
    provider: tuple[str, ...]
    templates: dict[str, str]
