"""A sketch of a radio spot, synthesised: a low pad, a waking bell, and silence where the voice will be."""

from __future__ import annotations

import math
import struct
import wave
from array import array
from functools import lru_cache
from io import BytesIO

_RATE = 8_000
#: Notes of the pad and of the bell, in hertz: A major, dawn-like, nothing more.
_PAD = (220.0, 277.18, 329.63)
_BELL = ((0.5, 880.0), (2.0, 1108.73), (26.0, 880.0))


@lru_cache(maxsize=4)
def spot(seconds: int) -> bytes:
    """A mono WAV file of exactly `seconds`, 16 bits at 8 kHz: enough to hear a rhythm, light to store."""
    samples = array("h", bytes(2 * seconds * _RATE))
    for place in range(len(samples)):
        at = place / _RATE
        swell = min(at / 8, 1.0) * min((seconds - at) / 3, 1.0)
        value = sum(math.sin(math.tau * note * at) for note in _PAD) * 0.05 * swell
        for start, note in _BELL:
            since = at - start
            if 0 <= since < 4:
                value += 0.22 * math.exp(-1.7 * since) * math.sin(math.tau * note * since)
        samples[place] = round(value * 32_767)
    buffer = BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        # WAV is little-endian whatever the machine.
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return buffer.getvalue()
