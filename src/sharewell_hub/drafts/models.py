"""What a visitor has written, as nobody but their browser can read it."""

import uuid

from django.db import models


class SealedDraft(models.Model):
    """Ciphertext and the time it was last saved; the key is in the visitor's cookie alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)
