"""Who speaks on a topic, whatever language it is asked in?"""
