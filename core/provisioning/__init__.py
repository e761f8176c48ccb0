"""`manage.py apply` and `export`: a file that says what should be, and making it true.

Owns reading the file (bounds, lines), the order of work and the report; what an entry means is each part's own: it registers
its section by a dotted path, so that a web worker never loads the YAML and schema libraries.
"""
