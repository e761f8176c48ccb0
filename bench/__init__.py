"""`make bench`: what a request costs the server, in CPU, beside a bare JSON view in the same run.

Starts the real server with two workers, drives it, and reads the CPU time of its processes before and after. Not a test: nothing
passes or fails by a figure.
"""
