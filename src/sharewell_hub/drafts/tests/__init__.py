"""Keeping a draft: only the browser that wrote it can read it, and not for long."""
