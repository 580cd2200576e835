"""Who may sign in, how they prove it, and when they are locked out."""

import os
from pathlib import Path

# A sign-in ends after this many hours even where somebody works on: the longest shift there is.
SIGN_IN_HOURS = int(os.environ.get("SHAREWELL_SIGN_IN_HOURS", "12"))
# An act that reveals, discloses or exports asks again who is there when the last step is older.
STEP_UP_MINUTES = int(os.environ.get("SHAREWELL_STEP_UP_MINUTES", "10"))
# Whether such an act wants an app, a key or the agency's own second step, and no password alone.
SECOND_STEP_REQUIRED = os.environ.get("SHAREWELL_SECOND_STEP") == "required"

# The file that says which agencies sign their people in themselves; None is none.
SIGN_IN_PROVIDERS = (
    Path(os.environ["SHAREWELL_SIGN_IN_PROVIDERS"])
    if "SHAREWELL_SIGN_IN_PROVIDERS" in os.environ
    else None
)

AUTH_USER_MODEL = "agencies.Practitioner"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "sharewell_hub.agencies.accounts.Accounts",
]
PASSWORD_HASHERS = ["sharewell_hub.site.hashing.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Wrong passwords are counted in lanes: somebody elsewhere cannot lock a colleague out.
AXES_HANDLER = "sharewell_hub.agencies.guarding.Guard"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "sharewell_hub.agencies.guarding.account_of"
AXES_CLIENT_IP_CALLABLE = "sharewell_hub.agencies.places.address_of"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "next", "csrfmiddlewaretoken"]
AXES_LOCKOUT_CALLABLE = "sharewell_hub.agencies.pages.locked_out"
AXES_DISABLE_ACCESS_LOG = True

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sharewell_hub.agencies.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Guessed codes of the second step: by account, because the password was right already.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "5/15m/key",
    "reauthenticate": "10/m/user",
}

SOCIALACCOUNT_ADAPTER = "sharewell_hub.agencies.openid.AgencySignIn"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

MFA_ADAPTER = "sharewell_hub.agencies.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "sharewell_hub.agencies.forms.AddPasskeyForm"}
MFA_TOTP_ISSUER = "Sharewell"
MFA_RECOVERY_CODES_SHOW_ONCE = True

CSRF_FAILURE_VIEW = "sharewell_hub.look.keeping.csrf_failed"
