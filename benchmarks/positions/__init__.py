"""Measure who is found to speak on a topic, in whatever language the topic is given."""
