"""Durable work: queued in a transaction, done by workers, resumed after any end of theirs."""
