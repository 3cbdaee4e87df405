"""Answers for those who watch the process: no sign-in, no data."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse


@login_not_required
def healthz(request):
    """The process lives."""
    return JsonResponse({"status": "ok"})


@login_not_required
def readyz(request):
    """The database answers and every migration is applied; 503 with the reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    if waiting:
        return JsonResponse({"status": "migrations", "waiting": waiting}, status=503)
    return JsonResponse({"status": "ok"})
