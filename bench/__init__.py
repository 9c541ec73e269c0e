"""Side-by-side benchmarks: `python -m bench`, or `make bench`. See bench/README.md."""
