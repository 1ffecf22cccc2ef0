"""`python -m simulators.hosted --port 8914 --known var/simulators/hosted.json`"""

from simulators.hosted.server import Desk, Hosted
from simulators.tills.starting import serve

serve("hosted", 8914, lambda port, known: Hosted(port, Desk, known))
