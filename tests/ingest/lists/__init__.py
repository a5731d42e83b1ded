"""Tests of ITU's lists of meetings and documents."""
