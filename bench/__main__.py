"""make bench: measure the product beside a bare page of the same stack; see README.md."""

import contextlib
import datetime as dt
import signal
import subprocess
import sys

from bench import worlds
from bench.cases import BARE, BARE_FORM, CASES
from bench.figures import Figure, of
from bench.server import gunicorn, send
from bench.table import Result, misses, table
from tests import postgres

ROUNDS, WARM_UP = 40, 6
# How often pages are asked for in each world; one is there for what is computed.
SERVED = {"150": WARM_UP + ROUNDS, "4,000": 0, "40,000": WARM_UP + ROUNDS}


def measure(built: list[worlds.World]) -> list[Result]:
    """Every case in every world in turns, so that noise of the machine meets all alike."""
    for world in built:
        worlds.tidy_up(world)
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
    for world in built:
        worlds.check_approved(world)
    return [result for _, _, result in runs]


def computed(built: list[worlds.World]) -> list[Figure]:
    """What needs no server. The inspection comes first: its page is measured after it."""
    small, _, large = built
    found = [figure for world in built for figure in of("bench.inspecting", world)]
    per_thousand = [figure for figure in found if figure.name.startswith("seconds for")]
    linear = per_thousand[-1].value / per_thousand[-2].value
    found = [figure for figure in found if figure not in per_thousand]
    found.append(Figure("inspecting the largest world against linear from 4,000", linear, 1.2))
    found += of("bench.papers", small, "one", small.standing["to_review"])
    found += of("bench.papers", small, "book") + of("bench.papers", small, "mailbox")
    found += of("bench.papers", large, "sheet")
    return found + of("bench.inside", small, small.standing["roster"])


def report(built: list[worlds.World], results: list[Result], figures: list[Figure]) -> str:
    floor = results[0].cpu
    autosave = next(r for r in results if r.case.name == "autosave").cpu / results[1].cpu
    figures = [Figure("autosave against the POST of one ModelForm", autosave, 3), *figures]
    lines = [table(results, floor), ""]
    lines += [f"World of {w.name} societies built in {w.seconds:.0f} s." for w in built]
    lines += map(str, figures)
    missed = misses(results[2:], floor)  # the first two are the yardsticks
    missed += [str(figure) for figure in figures if figure.misses]
    lines += ["", "Misses:" if missed else "Nothing misses.", *(f"- {text}" for text in missed)]
    return "\n".join(lines)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    postgres.remove_stale()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE, text=True
    ).stdout.strip()
    with postgres.server() as url:
        built = [worlds.build(name, url, rounds=rounds) for name, rounds in SERVED.items()]
        figures = computed(built)
        served = [world for world in built if SERVED[world.name]]
        text = report(built, measure(served), figures)
    print(f"\n{dt.date.today()}, commit {commit or 'unknown'}\n\n{text}")


if __name__ == "__main__":
    main()
