"""What django-allauth and Django's own sign-in are told; star-imported by the site's settings."""

import os

# One backend: a second one would hash every wrong password twice. It carries permissions too.
AUTHENTICATION_BACKENDS = ["unionhall.accounts.backends.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {
        "NAME": "unionhall.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "unionhall.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "unionhall.accounts.forms.LoginForm",
    "request_login_code": "unionhall.accounts.forms.RequestCodeForm",
    "confirm_login_code": "unionhall.accounts.forms.ConfirmCodeForm",
    "reauthenticate": "unionhall.accounts.forms.ReauthenticateForm",
    "set_password": "unionhall.accounts.forms.SetPasswordForm",
    "change_password": "unionhall.accounts.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"phone", "email", "username"}
# Nobody signs up here; allauth reads from this only that there are passwords. A "phone" would make
# it ask for a code at every first sign-in by password, also where no gateway can send one.
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Numbers and addresses are confirmed on our own pages, by a code; User holds the only copy.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_USER_DISPLAY = "unionhall.accounts.adapter.shown_name"
# Many workers share one address behind a factory's or an operator's gateway, so the limits per
# address are wide and those per account narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key,20/h/key",
    "request_login_code": "30/m/ip,3/5m/key,15/d/key",
    "change_contact": "10/h/user,3/5m/key,10/d/key",
    "reauthenticate": "10/m/user",
    "first_sign_in": "60/h/ip,3/5m/key,10/d/key",
    "apply": "60/h/ip,3/5m/key,10/d/key",
}
MFA_ADAPTER = "unionhall.accounts.adapter.AuthenticatorAdapter"
MFA_FORMS = {
    "authenticate": "unionhall.accounts.forms.AuthenticateForm",
    "reauthenticate": "unionhall.accounts.forms.ReauthenticateByAppForm",
    "activate_totp": "unionhall.accounts.forms.ActivateAppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Unionhall"
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = False
USERSESSIONS_ADAPTER = "unionhall.accounts.adapter.SessionsAdapter"
# How many proxies of our own stand before the server: without them the address header is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES") or 0)

# Attempts are counted in the database, because every process must see the same count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_throttle",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}

SMS_GATEWAY = os.environ.get("SMS_GATEWAY") or "unionhall.accounts.sms.ConsoleGateway"
SMS_URL = os.environ.get("SMS_URL", "")
SMS_TOKEN = os.environ.get("SMS_TOKEN", "")

SESSION_ENGINE = "unionhall.accounts.sessions"
# Only who asks for it stays signed in when the browser closes: desks are shared.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"

del os
