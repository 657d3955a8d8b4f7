"""Good beginnings: seven starter sets for "Vem gör vad", to tick, change and leave out. Nothing of them is binding."""
