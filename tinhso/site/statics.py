"""Static files named by their content, also those that a script of ours asks for (`import … from "./other.js"`)."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_ASKED = r"""(?P<matched>(?P<before>\bfrom\s*|\bimport\s*\(?\s*)["'](?P<url>\.\.?/[^"']+\.js)["'])"""

# WhiteNoise's storage, which reads the imports of scripts too. Django's own way of doing so stumbles over scripts of
# others that name files which they do not bring. WhiteNoise has no types, so that a class statement could not name it.
Statics = type(
    "Statics",
    (CompressedManifestStaticFilesStorage,),
    {"patterns": (*CompressedManifestStaticFilesStorage.patterns, ("*.js", ((_ASKED, '%(before)s"%(url)s"'),)))},
)
