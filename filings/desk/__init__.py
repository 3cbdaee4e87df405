"""The review desk inside the admin: queue, review page and the moves of staff. A page that waits
for a background task shows "components/progress.html"."""
