"""Trust tests: the machine, the disk, the files and the readers at their worst.

    python -m benchmarks.trust [PART …] [--seed N] [--count N]     (`make torture`: all, whole)

Each part is a function of a seed and a count that gives a Tally. `make test` runs each with a small
count (`tests/test_trust.py`). A fault names its seed: ``python -m benchmarks.trust PART --seed N
--count 1`` repeats it.

Read ``tally`` first, then ``service``, ``fork_runner`` and ``world``: a model at an address, runs
that can be killed, an index with known content. The parts are:

* ``kills``: killed commands
* ``disk`` and ``power``: power cuts, full disks
* ``bits``: flipped bits
* ``readers``: forty readers while one process writes
* ``damaged_files`` and ``grammars``: damaged files, and text that nobody would write

All of it needs only what the tests need.
"""
