"""What `samkraft demo loop` is made of: the application in a folder of its own, visitors that use it, and a look at the outbox."""
