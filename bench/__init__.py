"""`make bench`: what the service costs, row by row, beside the floor: a bare view that gives the same bytes.

The machine is never quiet enough for an absolute rate to be believed. Service and floor are asked in turns, in short
slices, so that noise hits both; what counts is the ratio of the two and the processor time of a request.
"""
