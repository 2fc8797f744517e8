"""Ways to reach a person. Each is a function that sends a message or says why not.

``NOTIFICATION_CHANNELS`` in the settings names them; a service may add its own.
"""
