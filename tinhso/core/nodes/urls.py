"""The doors of nodes: the province's for them and its engineer, and the node's own."""

from django.urls import path

from tinhso.core.nodes.views import engineer, exchanging, node

urlpatterns = [
    path("engineer/nodes/", engineer.nodes, name="nodes"),
    path("engineer/nodes/<uuid:uuid>/welcome/", engineer.welcome_node, name="welcome_node"),
    path("engineer/nodes/<uuid:uuid>/revoke/", engineer.revoke, name="revoke_node"),
    path("nodes/carry/", engineer.carry, name="carry_bundle"),
    path("nodes/<uuid:uuid>/pieces/<str:name>/", exchanging.bring_piece, name="bring_piece"),
    path("nodes/<uuid:uuid>/answers/<str:name>/", exchanging.fetch_answer, name="fetch_answer"),
    path("node/", node.node, name="node"),
    path("node/keeper/", node.keep_node, name="keep_node"),
    path("node/returned/", node.returned_items, name="returned_items"),
    path("node/returned/<int:pk>/<slug:how>/", node.settle_returned, name="settle_returned"),
    path("node/stick/out/", node.copy_to_stick, name="copy_to_stick"),
    path("node/stick/in/", node.read_from_stick, name="read_from_stick"),
]
