"""Sign-ins that end at the server: refused cookies, and pages to reload.

Read ``cookie``, ``revocation``, ``middleware``. Streamlit keeps a sign-in only in a signed cookie;
this package remembers cookies that no longer count. It signs nobody in, and draws no page.
"""

from search_app.web.sign_ins.cookie import sign_in_seconds
from search_app.web.sign_ins.middleware import CLAIMS, SignInGuard
from search_app.web.sign_ins.revocation import EndedSignIns

__all__ = ["CLAIMS", "EndedSignIns", "SignInGuard", "sign_in_seconds"]
