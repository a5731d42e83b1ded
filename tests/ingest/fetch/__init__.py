"""Tests of fetching, with a server of their own."""
