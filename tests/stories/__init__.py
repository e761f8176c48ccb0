"""Whole journeys, as sentences."""
