"""The tests mirror the package; journeys, refusals, clients and browser go through the doors."""
