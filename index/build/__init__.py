"""How do documents become an index?

    build(store, encoder, paths) -> Report     reads, embeds and stores what is new or has changed
    add(store, encoder, documents)             likewise, documents that no file stands for
    watch(store, ingest, folder) -> Noticed    takes in what is dropped into a folder, until stopped
    verify(store) -> Findings                  is it whole, and does it say what the files say?
    verify_view, verify_backup, verify_published, verify_taken    likewise, of copies
    repair(store, encoder)                     what is derived, made anew
    back_up(store, path), restore(path, folder)     a copy that can be checked, and an index of it
    publish(store, folder, beside), following(folder, rules)       likewise, on another machine
    put_sample_vectors(store, model)           vectors that the program brings along

    texts -> prepare -> looking -> writing -> build -> watch;  verify;  sample_vectors
    backup -> published -> following

What is computed from a document before it is stored is computed in ``prepare``, once. No questions.
"""

from index.build.backup import Manifest, back_up, restore, verify_backup
from index.build.build import Report, add, build
from index.build.following import Following, copy_status, following, verify_taken
from index.build.published import LATEST, Published, drop_published, publish, verify_published
from index.build.sample_vectors import put_sample_vectors
from index.build.verify import Finding, repair, verify, verify_view
from index.build.watch import Noticed, watch
from index.build.writing import Progress, Step

__all__ = [
    "LATEST",
    "Finding",
    "Following",
    "Manifest",
    "Noticed",
    "Progress",
    "Published",
    "Report",
    "Step",
    "add",
    "back_up",
    "build",
    "copy_status",
    "drop_published",
    "following",
    "publish",
    "put_sample_vectors",
    "repair",
    "restore",
    "verify",
    "verify_backup",
    "verify_published",
    "verify_taken",
    "verify_view",
    "watch",
]
