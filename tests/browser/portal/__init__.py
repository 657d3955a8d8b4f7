"""The portal in a real Chromium: the checks of ux.md §5, each by its number in the test's name."""
