"""Queries whose SQL is written once. The ORM takes about 1 ms to write a query, several times what
the database takes to answer it and a fifth of a whole small page: what every page or every decision
asks for is asked by one of these."""

import datetime as dt
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from inspect import signature

from django.db import connection
from django.db.models.expressions import RawSQL


@dataclass(frozen=True)
class _Slot:
    """Stands among the parameters of the SQL where a value of the call goes."""

    place: int


def _adapted(value):
    """SQLite holds a moment as a text of its own."""
    is_moment = isinstance(value, dt.datetime)
    return connection.ops.adapt_datetimefield_value(value) if is_moment else value


class Prepared:
    """`Prepared(build)(a, b)` gives the rows of the queryset `build(a, b)`, evaluated as it is.

    `build` runs once a process, with placeholders instead of values. It may compare columns with
    them and nothing else: no `if`, no arithmetic, no None, no list. What it asks for by itself (the
    date, a setting) would stay as it was then.
    """

    def __init__(self, build):
        self.build = build

    def __call__(self, *values) -> list:
        queryset, compiler, sql, parameters = self._written
        compiler = copy(compiler)  # other threads use it, too, each with a connection of its own
        compiler.connection = connection
        values = [_adapted(value) for value in values]
        given = [values[p.place] if isinstance(p, _Slot) else p for p in parameters]
        compiler.as_sql = lambda: (sql, given)
        asked = queryset.all()
        asked.query.get_compiler = lambda using: compiler
        return list(asked)

    def first(self, *values):
        """The first row, or None. The queryset should not give many."""
        return next(iter(self(*values)), None)

    def get(self, *values):
        """The first row; DoesNotExist where there is none."""
        for row in self(*values):
            return row
        raise self._written[0].model.DoesNotExist

    @cached_property
    def _written(self) -> tuple:
        places = range(len(signature(self.build).parameters))
        queryset = self.build(*[RawSQL("%s", (_Slot(place),)) for place in places])
        compiler = queryset.query.get_compiler(queryset.db)
        return queryset, compiler, *compiler.as_sql()
