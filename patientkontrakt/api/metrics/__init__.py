"""What a Prometheus server asks for: how requests fare, and how what works behind them stands.

Labels hold words of ours only: routes as they are written in the code, methods, statuses, reasons. Never an address, an
id, or anything a caller chose.
"""
