"""/oauth2/userinfo (OIDC Core §5.3)."""

from django.http import HttpRequest, HttpResponse

from idp.oauth2 import bearer
from idp.oauth2.endpoints.http import answer, endpoint
from idp.oauth2.oidc import claims, subject


@endpoint("GET", "POST")
def userinfo(request: HttpRequest) -> HttpResponse:
    """The claims that the token's scopes give."""
    try:
        token = bearer.authenticate(request, "openid")
        user = subject.active_user(token.subject) if token.acts_for_a_person else None
        if user is None or int(user.not_before.timestamp()) > token.issued_at:
            raise bearer.BearerError(401, "invalid_token", "The access token was revoked.")
    except bearer.BearerError as error:
        return error.response()
    return answer({"sub": token.subject, **claims.for_scopes(user, token.scopes)})
