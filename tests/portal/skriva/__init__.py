"""Writing a contract at the portal, without JavaScript."""
