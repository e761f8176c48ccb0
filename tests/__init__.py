"""The suite: stories (whole journeys), specs (a folder per standard), units (pure rules), browser, architecture."""
