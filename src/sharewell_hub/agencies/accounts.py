"""Whether an account can be used now, asked at every request and at every way of signing in."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from sharewell_hub.agencies.models import Practitioner


def is_open(person: Practitioner) -> bool:
    """Tell whether somebody may sign in: the account is open, and their agency has not left."""
    return person.is_active and person.agency.left_at is None


class Accounts(AuthenticationBackend):
    """Finds whose account a session is, and nobody where it was closed or the agency left."""

    def get_user(self, user_id: UUID) -> Practitioner | None:
        """Give the practitioner with their agency, in one question."""
        found = Practitioner.objects.select_related("agency").filter(pk=user_id).first()
        return found if found and is_open(found) else None
