"""The service: pages, records and letters, in rooms that stand in the order information flows."""
