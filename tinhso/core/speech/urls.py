from django.urls import path

from tinhso.core.speech.views import choosing, listening, studio

urlpatterns = [
    path("speech/page/", listening.say_page, name="say_page"),
    path("speech/own/", listening.say_own, name="say_own"),
    path("speech/public/<slug:voice>/<slug:name>/", listening.say_public, name="say_public"),
    path("speech/recorded/<slug:sha256>/", listening.say_recorded, name="say_recorded"),
    path("speech/voices/", choosing.voices, name="voices"),
    path("speech/voices/choose/", choosing.choose_voice, name="choose_voice"),
    path("speech/studio/", studio.recordings, name="recordings"),
    path("speech/studio/waiting/", studio.clips_to_approve, name="clips_to_approve"),
    path("speech/studio/clips/<uuid:uuid>/approve/", studio.approve, name="approve_clip"),
    path("speech/studio/clips/<uuid:uuid>/refuse/", studio.refuse, name="refuse_clip"),
    path("speech/studio/<slug:language>/", studio.missing_clips, name="missing_clips"),
    path("speech/studio/<slug:language>/<uuid:uuid>/", studio.record, name="record_clip"),
]
