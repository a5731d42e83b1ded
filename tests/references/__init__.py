"""Labelled sentences, and what is measured on them."""
