"""Issues: composed, frozen when they begin to be sent, laid out as mails and pages."""
