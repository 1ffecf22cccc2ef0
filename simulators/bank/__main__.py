"""`python -m simulators.bank --port 8911 --known var/simulators/bank.json`"""

from simulators.bank.server import Bank, Desk
from simulators.tills.starting import serve

serve("bank", 8911, lambda port, known: Bank(port, Desk, known))
