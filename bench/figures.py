"""Measures that are no pages: each made in a process of its own, which prints it as a line."""

import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

ROUNDS = 9
FILES = 60  # in a mailbox


@dataclass(frozen=True)
class Figure:
    """What was measured, beside the most that it may be; with `least` the least."""

    name: str
    value: float
    aim: float
    unit: str = "×"
    least: bool = False

    @property
    def misses(self) -> bool:
        return self.value < self.aim if self.least else self.value > self.aim

    def __str__(self):
        bound = "at least " if self.least else ""
        return f"{self.name}: {self.value:.4g} {self.unit}, aim {bound}{self.aim:g} {self.unit}"


def say(name: str, value: float, aim: float, unit: str = "×", least: bool = False) -> None:
    print(f"{name}|{value}|{aim}|{unit}|{int(least)}", flush=True)


def of(module: str, world, *arguments) -> list[Figure]:
    """What a module of ours says of a world."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    run = subprocess.run(
        command, env=world.environment, check=True, stdout=subprocess.PIPE, text=True
    )
    found = []
    for name, value, aim, unit, least in (line.split("|") for line in run.stdout.splitlines()):
        found.append(Figure(name, float(value), float(aim), unit, bool(int(least))))
    return found


def cpu(*works, rounds: int = ROUNDS) -> list[float]:
    """Median milliseconds of each, measured in turns after one run to warm up."""
    spent = [[] for _ in works]
    for number in range(rounds + 1):
        for work, times in zip(works, spent, strict=True):
            started = time.process_time()
            work()
            if number:
                times.append((time.process_time() - started) * 1e3)
    return [statistics.median(times) for times in spent]


def seconds(work) -> float:
    """CPU of this process for one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


def peak() -> float:
    """The most memory that this process held until now, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
