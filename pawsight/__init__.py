"""What every room shares: the settings, the wire's vocabulary, ids and logging."""
