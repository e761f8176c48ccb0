"""What makes the authorization server an OpenID Provider: subject, claims, discovery."""
