"""All settings, read once from the environment. Embedded defaults serve one machine; `docs/operate.md` lists them.

`MODE` is `demo`, `test` or `production`. Production refuses to start with an insecure setting and says which.
"""

import getpass
import os
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tinhso.kit.discovery import installed
from tinhso.kit.secrets import kept_secret
from tinhso.site.databases import described, sqlite_url
from tinhso.site.insecure import faults

env = environ.Env()
ROOT = Path(__file__).resolve().parent.parent.parent
MODE = env.str("MODE", default="production")
DEMO = MODE == "demo"
DEBUG = False
VAR = Path(env.str("VAR", default=str(ROOT / "var")))
VAR.mkdir(mode=0o750, parents=True, exist_ok=True)
if VAR.stat().st_mode & 0o007 and VAR.owner() == getpass.getuser():
    VAR.chmod(0o750)

PROVINCE = env.str("PROVINCE", default="son-la")
# A commune's node: takes in for its province while the line is cut, and does nothing else.
NODE: bool = env.bool("NODE", default=False)
PORT = env.int("PORT", default=8000)
HOTLINE = env.str("HOTLINE", default="1022")
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR / "keys" / "django")
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=LOOPBACK + ["testserver"] * (MODE == "test"))
HTTPS: bool = env.bool("HTTPS", default=MODE == "production")
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)

# Systems: found by their folder.
INSTALLED_APPS = [
    *installed(),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "js_lib_leaflet",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
AUTH_USER_MODEL = "accounts.Account"

MIDDLEWARE = [
    "tinhso.site.watching.watched",
    "tinhso.site.lightening.lightened",
    "tinhso.site.headers.hardened",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tinhso.site.headers.contained",
    "tinhso.site.troubles.refuse_too_large",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tinhso.kit.preferences.speak",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tinhso.site.middleware.who_asks",
    "allauth.account.middleware.AccountMiddleware",
    "tinhso.site.middleware.SignInFirst",
    "tinhso.site.idempotency.once",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *(["tinhso.site.node.AtANode"] if NODE else []),
]
MESSAGE_STORAGE = "tinhso.kit.notes.Notes"
ROOT_URLCONF = "tinhso.site.urls"
WSGI_APPLICATION = "tinhso.site.wsgi.application"

TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "tinhso.kit.pages.Pages",
        "OPTIONS": {
            "environment": "tinhso.kit.pages.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {"NAME": "third-parties", "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]

# Data: SQLite by default, PostgreSQL by DATABASE_URL=postgres://…
DATABASE_URL: str = env.str("DATABASE_URL", default=sqlite_url(VAR / "tinhso.sqlite3"))
DATABASES = {"default": described(DATABASE_URL)}
if MODE == "test" and DATABASES["default"]["ENGINE"] == "tinhso.kit.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
ANSWERS_KEPT_DAYS: int = env.int("ANSWERS_KEPT_DAYS", default=30)
# Days for which pieces of files are kept that a phone never sent to their end, and closed outboxes of phones out of
# use over which nobody decided.
PIECES_KEPT_DAYS: int = env.int("PIECES_KEPT_DAYS", default=30)
HELD_KEPT_DAYS: int = env.int("HELD_KEPT_DAYS", default=90)
ODK_KEPT_DAYS: int = env.int("ODK_KEPT_DAYS", default=180)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Words: Vietnamese first, then English and Indonesian.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("id", "Bahasa Indonesia")]
LANGUAGE_COOKIE_NAME = "lang"
LOGIN_URL = "sign_in"
CSRF_FAILURE_VIEW = "tinhso.kit.errors.form_too_old"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["tinhso.kit.formats"]

# Phones keep a few open pages for when there is no signal; off, they throw them away again.
OFFLINE: bool = env.bool("OFFLINE", default=True)

# Static files: ours only, compressed, named by their content.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "build" / "static"]
WHITENOISE_USE_FINDERS = MODE == "test"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("woff2", "png", "jpg", "webp", "gz", "br", "map")
MEDIA_ROOT = VAR / "files"
OPEN_DATA_LICENCE: str = env.str(
    "OPEN_DATA_LICENCE", default="http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
)
LOG_PARQUET = Path(env.str("LOG_PARQUET", default=str(VAR / "parquet")))
SPARK_MASTER = env.str("SPARK_MASTER", default="local[*]")
SPARK_PARTITIONS = env.int("SPARK_PARTITIONS", default=8)
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT / "arriving"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
FILE_UPLOAD_HANDLERS = ["tinhso.core.files.forms.Arrival"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILES_A_DAY: int = env.int("FILES_A_DAY", default=500)
CARRIED_PROCEDURES: list[str] = env.list(
    "CARRIED_PROCEDURES", default=["dang-ky-khai-sinh", "dang-ky-khai-tu", "tro-cap-huu-tri-xa-hoi"]
)
CONSENT_DAYS: int = env.int("CONSENT_DAYS", default=7)
CLOSING_DAYS: int = env.int("CLOSING_DAYS", default=14)
COPY_DAYS: int = env.int("COPY_DAYS", default=3)
LARGEST_REQUEST: int = env.int("LARGEST_REQUEST", default=60_000_000)
CLAMD: str = env.str("CLAMD", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "tinhso.site.statics.Statics"
    },
}

# Security.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]  # `site.headers` sends what those middlewares would
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURITY_CONTACT: str = env.str("SECURITY_CONTACT", default="mailto:security@tinhso.example")
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = ["tinhso.core.accounts.domain.passwords.Argon2idHasher"]

# Who enters. Sessions live in the accounts' own table; their ends are rules there, the cookie only must outlast them.
SESSION_ENGINE = "tinhso.core.accounts.models.sessions"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_LOGIN_METHODS = {"username"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE != "production"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# The national identity (VNeID) by OpenID Connect; empty: citizens cannot enter by themselves.
IDENTITY_ISSUER: str = env.str("IDENTITY_ISSUER", default="http://127.0.0.1:8901" if DEMO else "")
IDENTITY_CLIENT: str = env.str("IDENTITY_CLIENT", default="tinhso")
IDENTITY_SECRET: str = env.str("IDENTITY_SECRET", default="") or kept_secret(VAR / "keys" / "identity")
IDENTITY = {
    "provider_id": "vneid",
    "name": "VNeID",
    "client_id": IDENTITY_CLIENT,
    "secret": IDENTITY_SECRET,
    "settings": {
        "server_url": IDENTITY_ISSUER,
        "oauth_pkce_enabled": True,
        "scope": ["openid", "profile"],
        "token_auth_method": "client_secret_post",
    },
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [IDENTITY]}}
# Codes of dossiers: {agency}, {date:yymmdd} or {date:yyyymmdd}, {serial:N}, once each (Circular 03/2025/TT-VPCP).
DOSSIER_CODE: str = env.str("DOSSIER_CODE", default="{agency}-{date:yymmdd}-{serial:4}")
# States from which a dossier that is withdrawn, refused or stopped gets its paid fee back: nothing was done yet.
FEE_BACK_FROM: list[str] = env.list("FEE_BACK_FROM", default=["filed", "accepted"])
# Calendar days after an answer within which a bad rating opens a petition again, once; and how many one person may
# send in an hour before they are asked to wait.
PETITION_REOPEN_DAYS: int = env.int("PETITION_REOPEN_DAYS", default=15)
PETITIONS_AN_HOUR: int = env.int("PETITIONS_AN_HOUR", default=10)
# Days without anybody after which a village counts as forgotten by its community team.
TEAMS_COVER_DAYS: int = env.int("TEAMS_COVER_DAYS", default=60)
# Hours in which a member of a community team answers whether they can help, before the next one is asked.
TEAMS_ANSWER_HOURS: int = env.int("TEAMS_ANSWER_HOURS", default=4)
# Members of community teams that a hundred people should have.
TEAMS_MEMBERS_PER_HUNDRED: float = env.float("TEAMS_MEMBERS_PER_HUNDRED", default=1.0)
# Days over which a number that happens (not one that stands) is read for a directive.
DIRECTIVES_WINDOW_DAYS: int = env.int("DIRECTIVES_WINDOW_DAYS", default=28)
# what the index page plans with, in đồng, until a leader asks for another budget
INDEX_BUDGET: int = env.int("INDEX_BUDGET", default=5_000_000_000)
# Of each process of the web server, how many walls may hold a thread to hear of news at once; the others ask anew.
WALL_STREAMS: int = env.int("WALL_STREAMS", default=0 if MODE == "test" else 1)
# Petitions that one client of Open311 may file in an hour.
OPEN311_AN_HOUR: int = env.int("OPEN311_AN_HOUR", default=600)
# The share of suggested topics that must have been right on past petitions before a sure suggestion is followed
# without a person; 0: never. Whether all may compare how offices are rated.
PETITION_SUGGESTING_BAR: float = env.float("PETITION_SUGGESTING_BAR", default=0.0)
PETITION_RANKING: bool = env.bool("PETITION_RANKING", default=False)
# Of a hundred ratings of petitions, how many the lot draws for a call by the supervisor.
PETITION_CALL_BACK_PERCENT: int = env.int("PETITION_CALL_BACK_PERCENT", default=10)
# Đồng that may be refunded without a second person.
REFUND_ALONE_UP_TO: int = env.int("REFUND_ALONE_UP_TO", default=0)
# The national public service portal: dossiers filed there come here, progress goes there; empty: nothing does.
PORTAL_URL: str = env.str("PORTAL_URL", default="http://127.0.0.1:8902" if DEMO else "")
PORTAL_FILES_URL: str = env.str("PORTAL_FILES_URL", default="")
PORTAL_UNIT: str = env.str("PORTAL_UNIT", default={"son-la": "H52", "tuyen-quang": "H60"}.get(PROVINCE, ""))
PORTAL_USER: str = env.str("PORTAL_USER", default="tinhso")
PORTAL_PASSWORD: str = env.str("PORTAL_PASSWORD", default="") or kept_secret(VAR / "keys" / "portal")
PORTAL_DSTCODE: str = env.str("PORTAL_DSTCODE", default="")
PORTAL_DIALECT: str = env.str("PORTAL_DIALECT", default="")
# Messages: each channel is there when its address is set.
ADDRESS: str = env.str("ADDRESS", default=f"http://localhost:{PORT}")
SMS_URL: str = env.str("SMS_URL", default="http://127.0.0.1:8921" if DEMO else "")
SMS_SECRET: str = env.str("SMS_SECRET", default="") or kept_secret(VAR / "keys" / "sms")
SMS_SENDER: str = env.str("SMS_SENDER", default="TINHSO")
SMS_DIALECT: str = env.str("SMS_DIALECT", default="")
SMS_REPORT_KEYS: list[str] = env.list("SMS_REPORT_KEYS", default=[]) or [kept_secret(VAR / "keys" / "sms-reports")]
SMS_PRICE: int = env.int("SMS_PRICE", default=350)
SMS_PARTS_A_MONTH: int = env.int("SMS_PARTS_A_MONTH", default=100_000)
SMS_SPENT_A_MONTH: int = env.int("SMS_SPENT_A_MONTH", default=30_000_000)
# Keys by which the gateway of calls signs its steps; the demo has a simulator of it.
VOICE_GATEWAY_KEYS: list[str] = env.list("VOICE_GATEWAY_KEYS", default=[]) or [
    kept_secret(VAR / "keys" / "voice-gateway")
]
ZALO_URL: str = env.str("ZALO_URL", default="http://127.0.0.1:8922" if DEMO else "")
ZALO_TOKEN: str = env.str("ZALO_TOKEN", default="") or kept_secret(VAR / "keys" / "zalo")
ZALO_DIALECT: str = env.str("ZALO_DIALECT", default="")
ZALO_REPORT_KEYS: list[str] = env.list("ZALO_REPORT_KEYS", default=[]) or [kept_secret(VAR / "keys" / "zalo-reports")]
MAIL_HOST: str = env.str("MAIL_HOST", default="127.0.0.1" if DEMO else "")
MAIL_PORT: int = env.int("MAIL_PORT", default=8924 if DEMO else 587)
MAIL_FROM: str = env.str("MAIL_FROM", default="khong-tra-loi@tinhso.example")
MAIL_USER: str = env.str("MAIL_USER", default="")
MAIL_PASSWORD: str = env.str("MAIL_PASSWORD", default="")
MAIL_TLS: bool = env.bool("MAIL_TLS", default=not DEMO)
PUSH_HOSTS: list[str] = env.list(
    "PUSH_HOSTS",
    default=["fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"],
)
NOTICE_QUIET: str = env.str("NOTICE_QUIET", default="21:00-07:00")
NOTICE_DIGEST: str = env.str("NOTICE_DIGEST", default="18:30")
NOTICES_A_DAY: int = env.int("NOTICES_A_DAY", default=8)

# The voice: a program that reads Vietnamese text and writes WAV instead of espeak-ng, memory it may take (MB), and how
# much sound is kept (MB). Letters of text that one person, and one address, may have said anew in an hour.
VOICE_PROGRAM: str = env.str("VOICE_PROGRAM", default="")
VOICE_MEMORY: int = env.int("VOICE_MEMORY", default=1024)
VOICE_REGION: str = env.str("VOICE_REGION", default="vi")
VOICE_KEPT: int = env.int("VOICE_KEPT", default=500)
VOICE_LETTERS_OF_PERSON: int = env.int("VOICE_LETTERS_OF_PERSON", default=20_000)
VOICE_LETTERS_OF_ADDRESS: int = env.int("VOICE_LETTERS_OF_ADDRESS", default=200_000)

# Ways to pay beside cash and transfer; each is off until it has its settings. The demo has simulators of all.
PAY_KEY = kept_secret(VAR / "keys" / "payments") if DEMO else ""
VNPAY_URL: str = env.str("VNPAY_URL", default="http://127.0.0.1:8912/paymentv2/vpcpay.html" if DEMO else "")
VNPAY_API: str = env.str("VNPAY_API", default=urljoin(VNPAY_URL, "/merchant_webapi/api/transaction"))
VNPAY_TERMINAL: str = env.str("VNPAY_TERMINAL", default="TINHSO01" if DEMO else "")
VNPAY_SECRET: str = env.str("VNPAY_SECRET", default=PAY_KEY)
VNPAY_CARD: str = env.str("VNPAY_CARD", default="INTCARD" if DEMO else "")
VNPAY_MOBILE_MONEY: str = env.str("VNPAY_MOBILE_MONEY", default="MOBILEMONEY" if DEMO else "")
MOMO_URL: str = env.str("MOMO_URL", default="http://127.0.0.1:8913" if DEMO else "")
MOMO_PARTNER: str = env.str("MOMO_PARTNER", default="MOMOTINHSO" if DEMO else "")
MOMO_ACCESS_KEY: str = env.str("MOMO_ACCESS_KEY", default="tinhso" if DEMO else "")
MOMO_SECRET: str = env.str("MOMO_SECRET", default=PAY_KEY)
MOMO_NAME: str = env.str("MOMO_NAME", default="Tỉnh Số")
HOSTED_URL: str = env.str("HOSTED_URL", default="")
HOSTED_SECRETS: list[str] = env.list("HOSTED_SECRETS", default=[PAY_KEY])
# Banks tell of money through VietQR.vn (by a name and password of ours) or SePay (signed, or by a key).
VIETQR_USER: str = env.str("VIETQR_USER", default="vietqr" if DEMO else "")
VIETQR_PASSWORD: str = env.str("VIETQR_PASSWORD", default=PAY_KEY)
SEPAY_SECRETS: list[str] = env.list("SEPAY_SECRETS", default=[PAY_KEY])
SEPAY_KEYS: list[str] = env.list("SEPAY_KEYS", default=[])
SIMULATED_BANK = "http://127.0.0.1:8911" if DEMO else ""

# Signatures: pinned roots and revocation lists lie in folders; a time stamper and a token (PKCS#11) are optional.
SIGNING_KEYS = Path(env.str("SIGNING_KEYS", default=str(VAR / "keys" / "signing")))
SIGNING_ANCHORS = Path(env.str("SIGNING_ANCHORS", default=str(VAR / "anchors")))
SIGNING_LISTS = Path(env.str("SIGNING_LISTS", default=str(VAR / "revocation")))
SIGNING_TOKEN_LIBRARY: str = env.str("SIGNING_TOKEN_LIBRARY", default="")
SIGNING_WITHOUT_TIME: bool = env.bool("SIGNING_WITHOUT_TIME", default=True)
TIME_STAMPER: str = env.str("TIME_STAMPER", default="http://127.0.0.1:8903/tsa" if DEMO else "")

# For the engineer: logs, figures, and the refusal to serve people unsafely.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "tinhso.site.logs.lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["lines"], "level": env.str("LOG_LEVEL", default="WARNING" if MODE == "test" else "INFO")},
    "loggers": {
        **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server", "gunicorn.error")},
        "fontTools": {"level": "WARNING"},
    },
}
DEFAULT_EXCEPTION_REPORTER = "tinhso.site.logs.SafeReporter"
HOST_ROLE: str = env.str("HOST_ROLE", default=MODE)
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")
if MODE == "production":
    database = str(DATABASES["default"]["NAME"]) if DATABASES["default"]["ENGINE"] == "tinhso.kit.sqlite" else ""
    found = list(faults(os.environ, hosts=ALLOWED_HOSTS, https=HTTPS, database=database, data=VAR))
    if found:
        raise ImproperlyConfigured("Production refuses to start:\n- " + "\n- ".join(found))
