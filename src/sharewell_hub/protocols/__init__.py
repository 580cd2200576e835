"""The packs and stacks as a policy group reads them, and what another edition would change."""
