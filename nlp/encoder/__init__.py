"""The second stage: a small sentence encoder, fine-tuned on our mails, that reads a mail as a whole."""
