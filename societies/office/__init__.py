"""Files of office programs that people send: what they are by their content, and whether they are
safe to open."""
