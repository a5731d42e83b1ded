"""Sign-ins that end at the server: the cookies that count no more, and the pages to reload.

    SignInGuard         the middleware: refuses cookies of ended sign-ins, ends their pages
    EndedSignIns        the sign-ins that have ended, remembered by all servers of this machine
    sign_in_seconds     the time after which a sign-in ends by itself

cookie, revocation → middleware

Streamlit keeps a sign-in in a signed cookie and remembers nothing of it. This package remembers the
cookies that count no more. It signs nobody in, and draws no page.
"""

from search_app.web.sign_ins.cookie import sign_in_seconds
from search_app.web.sign_ins.middleware import SignInGuard
from search_app.web.sign_ins.revocation import EndedSignIns

__all__ = ["EndedSignIns", "SignInGuard", "sign_in_seconds"]
