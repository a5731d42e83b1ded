"""How does a file become a Document? ``ingest.read`` is the one public way in."""
