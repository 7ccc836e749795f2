"""Times each stored query on the whole graph, warm, the slowest first.

    python benchmarks/queries.py --rounds 5

A time is the best of several rounds in one process, all rows of the answer read, in milliseconds.
"""

from __future__ import annotations

import argparse
import time
from statistics import median

import pyoxigraph as ox

from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import built_in


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each query runs")
    rounds: int = parser.parse_args().rounds
    started = time.perf_counter()
    store = read_layout(built_in()).store()
    print(f"{time.perf_counter() - started:8.2f} s   to load the graph")
    times = {
        query.slug: measure(store, query.text, rounds)
        for query in stored_queries.load(built_in().queries)
    }
    for slug, best in sorted(times.items(), key=lambda pair: -pair[1]):
        print(f"{best:8.1f} ms  {slug}")
    print(f"{median(times.values()):8.1f} ms  median of {len(times)}")


def measure(store: ox.Store, query: str, rounds: int) -> float:
    """Return the shortest time in which all of an answer was read, in milliseconds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        answer = store.query(query)
        if isinstance(answer, ox.QuerySolutions | ox.QueryTriples):
            for _row in answer:
                pass
        best = min(best, time.perf_counter() - started)
    return best * 1000


if __name__ == "__main__":
    main()
