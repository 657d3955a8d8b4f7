"""The portal's pages, asked for over WSGI with forms filled in as a browser without JavaScript would."""
