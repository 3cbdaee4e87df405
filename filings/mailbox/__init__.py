"""Staff load a mailbox: a zip or many files that societies sent, each matched to its society, read,
asked about, and confirmed as a filing on behalf (代填)."""
