"""Values and tables about documents, and facts in their texts; no parsing of files, no database."""

import os

# The tables of a question are small: threads that share them wait for each other longer than they
# compute, wherever another program or another reader wants a core. Set before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
