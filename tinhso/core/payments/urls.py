from django.urls import path

from tinhso.core.payments.views import paying

urlpatterns = [
    path("pay/<uuid:uuid>/", paying.pay, name="pay"),
    path("pay/<uuid:uuid>/start/", paying.start_paying, name="start_paying"),
    path("pay/<uuid:uuid>/go/", paying.go_to_gateway, name="go_to_gateway"),
    path("payments/mine/", paying.my_payments, name="my_payments"),
]
