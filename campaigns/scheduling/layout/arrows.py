"""Paths of dependency arrows between bars, as SVG path data with relative, hence short, commands."""

from dataclasses import dataclass

from ..model import LinkType

STUB = 6  # how far an arrow leaves its bar before it turns
_HEAD_LENGTH, _HEAD_HALF = 5, 3

# Triangles that point at the current point, by direction.
_HEADS = {
    (1, 0): f"l{-_HEAD_LENGTH} {-_HEAD_HALF}v{2 * _HEAD_HALF}z",
    (-1, 0): f"l{_HEAD_LENGTH} {-_HEAD_HALF}v{2 * _HEAD_HALF}z",
    (0, 1): f"l{-_HEAD_HALF} {-_HEAD_LENGTH}h{2 * _HEAD_HALF}z",
    (0, -1): f"l{-_HEAD_HALF} {_HEAD_LENGTH}h{2 * _HEAD_HALF}z",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What an arrow can touch: a bar, or a milestone as the box around its diamond.

    `left` and `right` are where its time begins and ends (the same for a milestone, at its centre).
    """

    left: int
    right: int
    top: int
    bottom: int

    @property
    def middle(self) -> int:
        return (self.top + self.bottom) // 2


def arrow_path(link_type: LinkType, source: Shape, target: Shape, row_height: int) -> tuple[str, str]:
    """Path data of the line and of its head, from `source` to `target` on another row.

    The usual arrow, from an end to a later start, drops onto the target's near edge; others turn around
    the ends they tie.
    """
    if link_type is LinkType.FS and target.left >= source.right:
        return _drop(source, target)
    leaves = 1 if link_type in (LinkType.FS, LinkType.FF) else -1
    enters = 1 if link_type in (LinkType.FS, LinkType.SS) else -1
    x1 = source.right if leaves > 0 else source.left
    x2 = target.left if enters > 0 else target.right
    return _elbow((x1, source.middle), leaves, (x2, target.middle), enters, row_height)


def _drop(source: Shape, target: Shape) -> tuple[str, str]:
    below = target.middle > source.middle
    x = target.left + min(STUB, (target.right - target.left) // 2)
    y = target.top if below else target.bottom
    line = _line((source.right, source.middle), (x, source.middle), (x, y))
    return line, f"M{x} {y}{_HEADS[0, 1 if below else -1]}"


def _elbow(
    start: tuple[int, int], leaves: int, end: tuple[int, int], enters: int, row_height: int
) -> tuple[str, str]:
    (x1, y1), (x2, y2) = start, end
    out, into = x1 + leaves * STUB, x2 - enters * STUB
    if leaves != enters:  # around both starts, or around both ends
        turn = min(out, into) if leaves < 0 else max(out, into)
        corners = [(turn, y1), (turn, y2)]
    elif (into - out) * enters >= 0:
        corners = [(out, y1), (out, y2)]
    else:  # the target lies behind: go back between the rows
        between = y2 - row_height // 2 if y2 > y1 else y2 + row_height // 2
        corners = [(out, y1), (out, between), (into, between), (into, y2)]
    return _line(start, *corners, end), f"M{x2} {y2}{_HEADS[enters, 0]}"


def _line(start: tuple[int, int], *corners: tuple[int, int]) -> str:
    """A line of horizontal and vertical segments; empty segments are left out."""
    x, y = start
    path = f"M{x} {y}"
    for to_x, to_y in corners:
        if to_x != x:
            path += f"h{to_x - x}"
        if to_y != y:
            path += f"v{to_y - y}"
        x, y = to_x, to_y
    return path
