"""Towns, organisations, people, their roles and rights, and how they prove who they are."""
