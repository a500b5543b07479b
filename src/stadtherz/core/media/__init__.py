"""Pictures and files of occasions: sealed by a key per occasion, uploaded without a loss."""
