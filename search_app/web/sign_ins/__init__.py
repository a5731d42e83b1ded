"""Sign-ins that end at the server: may a cookie still be used, and whose pages are to be told?

    SignInGuard         the middleware: refuses cookies of ended sign-ins, ends their pages
    EndedSignIns        the sign-ins that have ended, remembered by all servers of this machine
    sign_in_seconds     the time after which a sign-in ends by itself

cookie, revocation → middleware

Streamlit keeps a sign-in in a signed cookie and remembers nothing of it; here is remembered which
cookies count no more. Nobody is signed in here, and no page is drawn.
"""

from search_app.web.sign_ins.cookie import sign_in_seconds
from search_app.web.sign_ins.middleware import SignInGuard
from search_app.web.sign_ins.revocation import EndedSignIns

__all__ = ["EndedSignIns", "SignInGuard", "sign_in_seconds"]
