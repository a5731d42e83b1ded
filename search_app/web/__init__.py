"""The search app that a person sees in a browser, on Streamlit.

    run(index, …)      the way in: start the server; `any_free_port`, `free_port`, `sample_folder`
                       and `sample_fingerprint` are for who starts it

app → pages → search, precedents, reports, corpus → references, documents → trouble, frame →
address, alerts, basket, session, uploads → parameters, parts

    serving      starts `app`, which draws what is common to all pages, then one of `pages`
    address      keeps a page's state (`parameters`) in its address, and only there
    session      keeps what outlives a rerun: the open index and its model
    sign_ins     refuses the cookies of sign-ins that have ended, and ends their pages
    parts        how anything of a document becomes HTML, by `templates`

Code here asks for answers and shows them, and finds none. Text of a document is never markup.
"""

from search_app.web.serving import (
    any_free_port,
    free_port,
    run,
    sample_fingerprint,
    sample_folder,
)

__all__ = ["any_free_port", "free_port", "run", "sample_fingerprint", "sample_folder"]
