"""The pages of the authorization server in the admin site; registered by `idp.oauth2.admin`."""
