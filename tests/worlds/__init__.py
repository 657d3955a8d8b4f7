"""Made-up worlds, judged by the law text on one side and by the service on the other: they may never disagree."""
