"""What happened, who did it, and who is to be told: the journal and the outbox."""
