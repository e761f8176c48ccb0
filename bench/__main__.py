"""Prints the table."""

import argparse
import statistics

from bench.operations import OPERATIONS, Operation
from bench.site import Site


def main() -> None:
    """`python -m bench [--requests N] [--rounds R] [--only NAME]`."""
    parser = argparse.ArgumentParser(prog="bench", description="Server CPU per request, and its ratio to a bare view.")
    parser.add_argument("--requests", type=int, default=600, help="requests per operation and round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the median counts")
    parser.add_argument("--only", default="", help="only operations whose name holds this")
    options = parser.parse_args()
    chosen = [operation for operation in OPERATIONS if options.only in operation.name or operation is OPERATIONS[0]]
    site = Site()
    try:
        warm_up(site)
        figures: dict[str, list[float]] = {operation.name: [] for operation in chosen}
        for _ in range(options.rounds):
            for operation in chosen:
                figures[operation.name].append(measure(site, operation, max(20, int(options.requests * operation.share))))
    finally:
        site.stop()
    bare = statistics.median(figures[OPERATIONS[0].name])
    print(f"{'operation':<24}{'CPU ms/request':>16}{'least':>10}{'ratio':>8}")
    for name, values in figures.items():
        median = statistics.median(values)
        print(f"{name:<24}{median:>16.3f}{min(values):>10.3f}{median / bare:>8.2f}")


def warm_up(site: Site) -> None:
    """Both workers have loaded what they load on first use."""
    for operation in OPERATIONS:
        for request in operation.prepare(site, 20):
            request()


def measure(site: Site, operation: Operation, count: int) -> float:
    """Milliseconds of server CPU per request."""
    requests = list(operation.prepare(site, count))
    before = site.cpu_seconds()
    for request in requests:
        request()
    return (site.cpu_seconds() - before) / len(requests) * 1000


if __name__ == "__main__":
    main()
