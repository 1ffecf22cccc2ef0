"""Recorded voices in the languages of a village, so that pages speak there without a signal."""

from collections.abc import Iterator

from tinhso.core.people.models import Tongue
from tinhso.core.speech.models import Clip
from tinhso.kit.addresses import url_for_each
from tinhso.kit.packing import Ask, Part

MOST = 40
"""Clips of a language: at 16 kbit/s some 250 KB."""


def pack(ask: Ask) -> Iterator[Part]:
    """What is heard most often, in each language that someone of the village speaks."""
    spoken = Tongue.objects.filter(person__home=ask.village, spoken=True).values_list("language", flat=True)
    address = url_for_each("say_recorded", str)
    for language in sorted(set(spoken.order_by())):
        clips = list(Clip.objects.approved().filter(language=language).order_by("-phrase__heard", "phrase_id")[:MOST])
        if clips:
            keeps = [address(clip.sha256) for clip in clips]
            newest = max(clip.judged_at or clip.recorded_at for clip in clips)
            yield Part(name=f"voice.{language}", newest=newest, keeps=keeps)
