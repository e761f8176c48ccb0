"""What every part stands on and that knows none of them: time, chance, text forms, addresses, JOSE, provisioning.

Owns no models and no URLs. Everything else imports it; it imports nothing of ours.
"""
