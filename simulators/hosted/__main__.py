"""`python -m simulators.hosted --port 8914 --known var/simulators/hosted.json`"""

from simulators.hosted.server import Desk, Hosted
from simulators.starting import serve
from simulators.tills.counter import Known

serve("hosted", 8914, lambda port, file: Hosted(port, Desk, Known(file)))
