"""The doors of strategies."""

from django.urls import path

from tinhso.operations.strategy.views import figures, strategies

urlpatterns = [
    path("strategies/", strategies.strategies, name="strategies"),
    path("strategies/mine/", figures.my_targets, name="my_targets"),
    path("strategies/targets/<uuid:uuid>/", figures.target, name="target"),
    path("strategies/targets/<uuid:uuid>/change/", strategies.change_target, name="change_target"),
    path("strategies/targets/<uuid:uuid>/declare/", figures.declare, name="declare_figure"),
    path("strategies/figures/<uuid:uuid>/", figures.figure, name="figure"),
    path("strategies/figures/<uuid:uuid>/verify/", figures.verify, name="verify_figure"),
    path("strategies/figures/<uuid:uuid>/withdraw/", figures.withdraw, name="withdraw_figure"),
    path("strategies/<slug:code>/", strategies.strategy, name="strategy"),
    path("strategies/<slug:code>/adopt/", strategies.adopt, name="adopt_strategy"),
]
