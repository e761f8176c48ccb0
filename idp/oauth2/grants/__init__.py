"""One module per grant type: from checked parameters and a proven client to tokens. `GRANTS` is the table of them."""
