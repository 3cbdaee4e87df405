"""The review desk inside the admin: queue, review page and the moves of staff."""
