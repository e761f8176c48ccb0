"""The administrator's site: who may enter, what it shows, how it looks.

Owns the site and what every page of it shares. The pages themselves are in each part's `admin` module.
"""
