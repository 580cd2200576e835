"""Comparisons that were worked out: they take long, and two digests always give the same one."""

from django.db import models


class KeptComparison(models.Model):
    """How the answers of two stacks differ, by the digests of both.

    It holds nothing of anybody's decisions.
    """

    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=16)
    comparison = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after", "engine_version"], name="one_comparison_of_two_stacks"
            )
        ]

    def __str__(self) -> str:
        return f"{self.before[:8]} to {self.after[:8]}"
