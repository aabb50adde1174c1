"""A child that takes more memory than it may."""

from dressapp.exchange.child import limit_this_process

if __name__ == "__main__":
    limit_this_process()
    kept = [bytearray(10_000_000) for _ in range(100)]
