"""One folder per standard; each test is marked with the clause it holds."""
