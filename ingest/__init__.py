"""The way from a file to a Document.

    ingest.read.read(path) -> Document              in this process
    ingest.workers.read_one, read_all               in processes with limits (ingest.limits), whose
                                                    temporary files are swept (ingest.scratch)

files/      which files are there, of what format        -> path, format
  v
pdf/, word/, slides, plain, web/ (office converts first)  -> blocks.FileContent
  v
cover/      what does the document say of itself         -> Metadata
passages    how are blocks cut into passages             -> Passage
changes     what does it propose to change               -> Change
  v
read        all of the above                             -> Document

Nothing is embedded or stored here, and formats do not know each other: what they share is
``blocks``, ``tables`` and ``charts``. Readers strike a ``balance`` of the letters in the file and
those handed on. ``cells`` makes tables again of the texts of their rows.
"""
