"""What editors do with a question besides answering it: the queue, and every decision that it makes."""
