"""Archived video through the models again, with Ray Data: what would another model have said?"""
