"""What all parts of a document share: nothing unknown, nothing changed afterwards, texts in our languages."""

from typing import Annotated, Any

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, model_validator

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Number = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.\-]{0,19}$")]
Line = Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(Part):
    """One text. Vietnamese is always there and stands in for the others; a bare text is Vietnamese."""

    vi: Annotated[str, Field(min_length=1, max_length=800, pattern=r"^[^\x00]*$")]
    en: Line = ""
    id: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, told: Any) -> Any:
        return {"vi": told} if isinstance(told, str) else told

    def __str__(self) -> str:
        return self.told[1]

    @property
    def told(self) -> tuple[str, str]:
        """The language it is told in, and the text, for the reader of the page."""
        language = (get_language() or "vi")[:2]
        text = {"en": self.en, "id": self.id}.get(language, "")
        return (language, text) if text else ("vi", self.vi)
