"""What every protocol shares: the pending sign-in and its next step.

A protocol's endpoint parses and checks its request, then hands a `SignIn` over; `dispatch` sends the browser from step to step
(sign in, consent) and, when nothing is missing, back to the protocol to answer. Steps never call each other. Knows people
(`accounts`) and no protocol: protocols register themselves in `protocols`.
"""
