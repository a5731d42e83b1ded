"""Can it be trusted when the machine, the disk, the files and the readers are at their worst?

    python -m benchmarks.trust [PART …] [--seed N] [--count N]     (`make torture`: all, whole)

Each part is a function of a seed and a count that gives a Tally. `make test` runs each with a count
of few (`tests/test_trust.py`). A fault names the seed by which it is seen again:
``python -m benchmarks.trust PART --seed N --count 1``.

    tally                     what a part counts, and how it is printed
    service, forked, world    a model at an address, runs that can be killed, an index that is known
      v
    kills                     commands that are killed, at every instant
    disk, power               what a disk holds after a power cut, and when it is full
    bits                      bits that a disk flips
    readers                   forty who ask while one writes
    mutated, grammars         files that are damaged, text that nobody would write

Needs nothing that the tests do not need.
"""
