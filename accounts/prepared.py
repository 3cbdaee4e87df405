"""Queries whose SQL is written once, and planned once by PostgreSQL. The ORM takes about 1 ms to
write a query, the database half a millisecond to plan it, several times what it takes to answer it:
what every page or every decision asks for is asked by one of these."""

import datetime as dt
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from inspect import signature
from itertools import count
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models.expressions import RawSQL
from psycopg2.extensions import AsIs


@dataclass(frozen=True)
class _Slot:
    """Stands among the parameters of the SQL where a value of the call goes."""

    place: int


_numbers = count()
_kept = WeakKeyDictionary()  # by connection of psycopg2: the names of what PostgreSQL keeps


def _is_new(connection, name: str) -> bool:
    connection.ensure_connection()
    return name not in _kept.setdefault(connection.connection, set())


def _keep(connection, name: str, sql: str, parameters) -> None:
    """Have PostgreSQL keep a query and its plan for as long as this connection lasts."""
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        text = cursor.mogrify(sql, parameters).decode()
        cursor.execute(f"PREPARE {name} AS {text}")
    _kept[connection.connection].add(name)


def _run(name: str, values: int) -> str:
    """The SQL that runs what PostgreSQL keeps."""
    slots = ", ".join(["%s"] * values)
    return f"EXECUTE {name} ({slots})" if slots else f"EXECUTE {name}"


@lru_cache(maxsize=256)
def _name_of(sql: str) -> str:
    return f"written_{next(_numbers)}"


def planned(sql: str, values: dict) -> tuple:
    """The same for SQL by hand that is the same text each time: what to execute, with which
    parameters, in the place of `sql` with its named `values`."""
    if connection.vendor != "postgresql":
        return sql, values
    names = [name for name in values if f"%({name})s" in sql]
    statement = _name_of(sql)
    if _is_new(connection, statement):
        slots = {name: AsIs(f"${at}") for at, name in enumerate(names, 1)}
        _keep(connection, statement, sql, slots)
    return _run(statement, len(names)), [values[name] for name in names]


class Prepared:
    """`Prepared(build)(a, b)` gives the rows of the queryset `build(a, b)`, evaluated as it is.

    `build` runs once a process, with placeholders instead of values. It may compare columns with
    them and nothing else: no `if`, no arithmetic, no None, no list. What it asks for by itself (the
    date, a setting) would stay as it was then.
    """

    def __init__(self, build, arity: int | None = None, *, keep_plan: bool = True):
        """`arity` where `build` takes any number of values. LIKE wants `keep_plan=False`: its
        index needs the value when it is planned."""
        self.build = build
        self._keep_plan = keep_plan
        self._arity = arity or len(signature(build).parameters)
        self._name = f"prepared_{next(_numbers)}"

    def __call__(self, *values) -> list:
        queryset, compiler, converters, _ = self._written
        compiler = copy(compiler)  # other threads use it, too, each with a connection of its own
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        statement = self._statement(compiler.connection, values)
        compiler.as_sql = lambda: statement
        compiler.get_converters = lambda expressions: converters
        asked = queryset.all()
        asked.query.get_compiler = lambda using: compiler
        return list(asked)

    def _statement(self, connection, values) -> tuple:
        """The SQL that asks for the rows, with its parameters."""
        if self._keep_plan and connection.vendor == "postgresql":
            return self._planned(connection), [values[place] for place in self._places]
        # SQLite holds a moment as a text of its own.
        adapt = connection.ops.adapt_datetimefield_value
        values = [adapt(value) if isinstance(value, dt.datetime) else value for value in values]
        sql, parameters = self._written[-1]
        return sql, [values[p.place] if isinstance(p, _Slot) else p for p in parameters]

    @cached_property
    def _places(self) -> list[int]:
        """Which values the SQL asks for."""
        return sorted({p.place for p in self._written[-1][1] if isinstance(p, _Slot)})

    def _planned(self, connection) -> str:
        if _is_new(connection, self._name):
            sql, parameters = self._written[-1]
            number = {place: AsIs(f"${at}") for at, place in enumerate(self._places, 1)}
            given = [number[p.place] if isinstance(p, _Slot) else p for p in parameters]
            _keep(connection, self._name, sql, given)
        return _run(self._name, len(self._places))

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
        queryset = self.build(*[RawSQL("%s", (_Slot(place),)) for place in range(self._arity)])
        compiler = queryset.query.get_compiler(queryset.db)
        sql = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return queryset, compiler, converters, sql
