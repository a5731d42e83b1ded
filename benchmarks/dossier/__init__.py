"""Judged items of agendas, and the earlier passages that they continue."""
