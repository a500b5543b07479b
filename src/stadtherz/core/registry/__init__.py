"""The book of modules: each room says what it contributes, everything else reads it here."""
