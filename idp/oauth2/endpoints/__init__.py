"""The doors: each endpoint reads its request, calls the rules in order and writes the answer; nothing else."""
