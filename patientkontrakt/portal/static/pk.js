// Adds to pages that work without it: the time-out dialog. Each part is a file's worth of one idea.
"use strict";
