"""The settings of the pages: those of the plan, with sessions, accounts, templates and safety.

SEACHANGE_HOSTS names the hosts pages are asked for under, parted by commas (this machine alone
where it is empty); SEACHANGE_DEMO=1 is the demonstration, where one looks through anybody's eyes.
"""

from __future__ import annotations

import os
from pathlib import Path

from seachange.server import sign_in
from seachange.server.settings import (
    DATABASES,
    DEBUG,
    DEFAULT_AUTO_FIELD,
    FOLDER,
    SECRET_KEY,
    SECRETS_BEFORE,
    TIME_ZONE,
    USE_TZ,
)
from seachange.server.settings import INSTALLED_APPS as OF_THE_PLAN

__all__ = [
    "DATABASES",
    "DEBUG",
    "DEFAULT_AUTO_FIELD",
    "FOLDER",
    "SECRETS_BEFORE",
    "SECRET_KEY",
    "TIME_ZONE",
    "USE_TZ",
]

DEMO = os.environ.get("SEACHANGE_DEMO") == "1"
# Tests have jobs done at once, within the request that asks for them.
JOBS_AT_ONCE = False
SECURE = os.environ.get("SEACHANGE_HTTPS") == "1"
_HOSTS = os.environ.get("SEACHANGE_HOSTS", "")
ALLOWED_HOSTS = [h.strip() for h in _HOSTS.split(",") if h.strip()] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]
ROOT_URLCONF = "seachange.server.urls"
WSGI_APPLICATION = "seachange.server.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    *OF_THE_PLAN,
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "seachange.web.apps.WebConfig",
]
MIDDLEWARE = [
    "seachange.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Against BREACH, Django pads what it compresses, and masks the secret of every form anew.
    "django.middleware.gzip.GZipMiddleware",
    "seachange.web.session_store.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "seachange.web.middleware.Who",
    "seachange.web.middleware.Audit",
    "seachange.web.middleware.Doors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                (
                                    "django.template.loaders.filesystem.Loader",
                                    [Path(__file__).parent.parent / "web" / "templates"],
                                ),
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "seachange.web.templatetags.words",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "seachange.web.shell.shell",
            ],
        },
    }
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Faults of ours are told on the console, with where they happened; what was typed is not.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"briefly": {"()": "seachange.web.away.Briefly"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "level": "ERROR", "filters": ["briefly"]}
    },
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": True},
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_ENGINE = "seachange.web.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "seachange"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "seachange.web.views.failures.stale"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
LOGIN_REDIRECT_URL = "/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["seachange.web.uploads.Limited"]
MOST_UPLOADED = int(os.environ.get("SEACHANGE_MOST_UPLOADED_MB", "2048")) << 20

# Accounts are asked in by an administrator, never opened by whoever comes along.
ACCOUNT_ADAPTER = "seachange.web.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {
    "login": "seachange.web.forms.signing_in.SignIn",
    "reset_password": "seachange.web.forms.signing_in.AskAnew",
    "reset_password_from_key": "seachange.web.forms.signing_in.ChooseAnew",
    "change_password": "seachange.web.forms.signing_in.Change",
    "reauthenticate": "seachange.web.forms.signing_in.OnceMore",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Seachange: "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # on others' machines it ends; here one goes on
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Scrypt costs whoever guesses memory as well as time.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "seachange.web.forms.signing_in.Code",
    "reauthenticate": "seachange.web.forms.signing_in.CodeOnceMore",
    "activate_totp": "seachange.web.forms.signing_in.SetUpApp",
    "add_webauthn": "seachange.web.forms.keys.Add",
    "login_webauthn": "seachange.web.forms.keys.Login",
    "authenticate_webauthn": "seachange.web.forms.keys.Authenticate",
    "reauthenticate_webauthn": "seachange.web.forms.keys.Reauthenticate",
}
MFA_ADAPTER = "seachange.web.accounts.SecondFactors"
MFA_TOTP_ISSUER = "Seachange"
# Addresses are an administrator's word; there is nothing to verify before a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True

PROVIDER = sign_in.provider()
PROVIDER_ORIGIN = sign_in.provider_pages(PROVIDER)
SOCIALACCOUNT_ADAPTER = "seachange.web.accounts.Providers"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [PROVIDER] if PROVIDER else []}}
SOCIALACCOUNT_STORE_TOKENS = False

globals().update(sign_in.mail())

# Where wrong passwords and tokens are counted: in files, which all threads and processes see.
CACHES = {
    "default": {
        "BACKEND": "seachange.web.counted.Counted",
        "LOCATION": FOLDER / "counted",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
# Behind a proxy, it says whose address a request comes from.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SEACHANGE_PROXIES", "1" if SECURE else "0"))
