"""What is inside attached files: told by their first bytes, checked, and made harmless."""
