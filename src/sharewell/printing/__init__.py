"""Lays a pack out for a policy group to read and sign: as a table, and as a flowchart."""
