"""Values and tables about documents: no parsing of files, no database.

Read documents, errors and languages first, then text, tables and countries. The package extract
finds symbols, references, submitters, mandates and positions in texts.
"""

import os

# The tables of a question are small: threads that share them wait for each other longer than they
# compute, wherever another program or another reader wants a core. Set before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
