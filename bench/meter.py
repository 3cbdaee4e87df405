"""What one request costs, told in headers of its answer: CPU of the worker and of its database
process, queries. Outermost of all middleware, in the product and in the yardstick alike."""

import time
from pathlib import Path

from django.db import connection


class Meter:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        connection.ensure_connection()
        backend = connection.connection.info.backend_pid
        queries = []

        def count(execute, sql, params, many, context):
            queries.append(sql)
            return execute(sql, params, many, context)

        worked, served = time.process_time_ns(), on_processor(backend)
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["X-Worker"] = time.process_time_ns() - worked
        response["X-Database"] = on_processor(backend) - served
        response["X-Queries"] = len(queries)
        return response


def on_processor(pid: int) -> int:
    """Nanoseconds of a process until now; the clock ticks of /proc/PID/stat are too coarse."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
