"""make bench: measure the product beside a bare page of the same stack; see README.md."""

import contextlib
import datetime as dt
import signal
import subprocess
import sys

from bench import worlds
from bench.cases import BARE, BARE_FORM, CASES
from bench.server import gunicorn, send
from bench.table import Result, misses, table
from tests import postgres

ROUNDS, WARM_UP = 40, 6


def measure(built: list[worlds.World]) -> list[Result]:
    """Every case in every world in turns, so that noise of the machine meets all alike."""
    with contextlib.ExitStack() as stack:
        first = built[0]
        bare = stack.enter_context(gunicorn(first.environment, "bench.yardstick_settings"))
        runs = [(bare, first, Result(case, "bare", [])) for case in (BARE, BARE_FORM)]
        ports = [
            stack.enter_context(gunicorn(world.environment, "bench.product_settings"))
            for world in built
        ]
        for case in CASES:
            for port, world in zip(ports, built, strict=True):
                runs.append((port, world, Result(case, world.name, [])))
        for number in range(WARM_UP + ROUNDS):
            for port, world, result in runs:
                answer = send(port, result.case.request(world.standing, number))
                if answer.status != result.case.status:
                    sys.exit(f"{result.case.name}, {result.world}: status {answer.status}")
                if number >= WARM_UP:
                    result.answers.append(answer)
    return [result for _, _, result in runs]


def report(built: list[worlds.World], results: list[Result]) -> str:
    floor = results[0].cpu
    autosave = next(r for r in results if r.case.name == "autosave").cpu / results[1].cpu
    lines = [table(results, floor), ""]
    lines += [f"World of {w.name} societies built in {w.seconds:.0f} s." for w in built]
    missed = misses(results[2:], floor)  # the first two are the yardsticks
    said = [("autosave against the POST of one ModelForm", 3, autosave)]
    command = [sys.executable, "-m", "bench.inside", str(built[0].standing["roster"])]
    inside = subprocess.run(
        command, env=built[0].environment, check=True, stdout=subprocess.PIPE, text=True
    )
    for line in inside.stdout.splitlines():
        name, aim, ours, bare = line.split("|")
        said.append((name, float(aim), float(ours) / float(bare)))
    for name, aim, ratio in said:
        lines.append(f"{name}: {ratio:.2f} ×, aim {aim:g} ×")
        missed += [lines[-1]] if ratio > aim else []
    lines += ["", "Misses:" if missed else "Nothing misses.", *(f"- {text}" for text in missed)]
    return "\n".join(lines)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    postgres.remove_stale()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE, text=True
    ).stdout.strip()
    with postgres.server() as url:
        built = [worlds.build(name, url, rounds=WARM_UP + ROUNDS) for name in worlds.SIZES]
        text = report(built, measure(built))
    print(f"\n{dt.date.today()}, commit {commit or 'unknown'}\n\n{text}")


if __name__ == "__main__":
    main()
