"""Loading the demonstration: plain data of `campaigns.demo` become rows through the product's services.

It lives in the uppermost app because it touches all of them. Phases are reached through their gates, on the
evidence that the data give; only times are moved into the past afterwards.
"""
