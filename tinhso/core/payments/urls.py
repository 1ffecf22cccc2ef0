from django.urls import path

from tinhso.core.payments.views import hearing, paying

urlpatterns = [
    path("pay/<uuid:uuid>/", paying.pay, name="pay"),
    path("pay/<uuid:uuid>/start/", paying.start_paying, name="start_paying"),
    path("pay/<uuid:uuid>/go/", paying.go_to_gateway, name="go_to_gateway"),
    path("payments/mine/", paying.my_payments, name="my_payments"),
    path("pay/back/<slug:rail>/", hearing.payment_return, name="payment_return"),
    path("pay/notice/vnpay/", hearing.vnpay_notice, name="vnpay_notice"),
    path("pay/notice/momo/", hearing.momo_notice, name="momo_notice"),
    path("pay/notice/hosted/", hearing.hosted_notice, name="hosted_notice"),
    path("pay/notice/sepay/", hearing.sepay_notice, name="sepay_notice"),
    path("pay/vietqr/api/token_generate", hearing.vietqr_token, name="vietqr_token"),
    path("pay/vietqr/bank/api/transaction-sync", hearing.vietqr_notice, name="vietqr_notice"),
]
