"""Django's settings, made from the environment. Each line that is not obvious says why."""

from pathlib import Path

from csp.constants import NONE, SELF

from yakusoku.site.environment import Environment

ENV = Environment()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.key()
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.hosts
CSRF_TRUSTED_ORIGINS = ENV.origins
# Where people find this installation: for links in letters, which are written without a request.
ADDRESS = ENV.address.rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "yakusoku.web",
    # After ours, whose templates for form controls come first.
    "django.forms",
    "yakusoku.apps.audit",
    "yakusoku.apps.accounts",
    "yakusoku.apps.files",
    "yakusoku.apps.duties",
    "yakusoku.apps.engagements",
    "yakusoku.apps.specifications",
    "yakusoku.apps.chain",
    "yakusoku.apps.findings",
    "yakusoku.apps.inspections",
    "yakusoku.apps.consultations",
    "yakusoku.apps.review",
    "yakusoku.apps.standards",
    "yakusoku.apps.surveys",
    "yakusoku.apps.samples",
    "yakusoku.apps.collecting",
    "yakusoku.apps.results",
    "yakusoku.apps.candidates",
    "yakusoku.apps.board",
    "yakusoku.apps.library",
    "yakusoku.apps.training",
    "yakusoku.apps.erasure",
    "yakusoku.apps.notices",
    "yakusoku.apps.register",
    "yakusoku.apps.publicity",
    "yakusoku.apps.exchange",
    "yakusoku.apps.flows",
    "yakusoku.apps.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yakusoku.web.middleware.kept_nowhere",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the one below, which reads every form.
    "yakusoku.web.middleware.small_requests_only",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page is behind login unless it says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "yakusoku.site.urls"
WSGI_APPLICATION = "yakusoku.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yakusoku.apps.accounts.access.acting_in_header",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "yakusoku.web.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The hosts that may be told what happens here; nothing else is ever called.
WEBHOOK_HOSTS = ENV.webhook_hosts

DATABASES = {"default": {**ENV.database(), "ATOMIC_REQUESTS": False}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Assets are served from the installed package: no collect step, nothing to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DATA = ENV.data
# Uploaded and published files lie outside any folder that a web server shows.
STORE_ROOT = ENV.data / "store"
UPLOAD_BYTES = ENV.upload_megabytes * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# So many contracts may come at once; together they are no larger than one upload (small_requests_only).
DATA_UPLOAD_MAX_NUMBER_FILES = 200
# Whether what takes long is done in threads behind the pages; else the clock does it (docs/decisions/0013).
BACKGROUND = ENV.background

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "yakusoku.apps.accounts.adapter.ClosedSignup"
SOCIALACCOUNT_ADAPTER = "yakusoku.apps.accounts.adapter.KnownPeopleOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# Nobody can make this installation write to an address it does not know.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
# What is sent by a link without an account comes rarely from one address; links cannot be guessed.
# Who answers a sheet by a link saves with every change; nobody does so four times a second.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "sent_by_link": "10/m/ip",
    "answered_by_link": "240/m/ip",
}
# How many proxies stand before us: only then is the address they report believed.
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
SOCIALACCOUNT_PROVIDERS = ENV.oidc()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "約束"

SESSION_COOKIE_AGE = ENV.session_hours * 3600
SESSION_COOKIE_SECURE = ENV.https
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENV.https
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 31536000 if ENV.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The page for the spot shows itself without a connection (web/onsite-worker.js).
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Several processes count attempts to sign in together.
CACHES = {"default": ENV.cache()}

# Without a mail server letters lie in the data folder, where only the operator reads them.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENV.mail_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = ENV.data / "outbox"
EMAIL_HOST = ENV.mail_host
EMAIL_PORT = ENV.mail_port
EMAIL_HOST_USER = ENV.mail_user
EMAIL_HOST_PASSWORD = ENV.mail_password
EMAIL_USE_TLS = ENV.mail_tls
DEFAULT_FROM_EMAIL = ENV.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "yakusoku.web.logs.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
