"""Layout: places that mean something. Verticals are districts of a map, organizations stand in them with models.

Everything is arithmetic on sizes and names in a fixed order: the same network always gives the same map.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CELL_WIDTH = 150.0
CELL_HEIGHT = 64.0
"""Room of one node with its label, in units of the map."""
HEAD = 70.0
"""Room for the name of a district."""
GAP = 26.0


@dataclass(frozen=True)
class Box:
    """A rectangle of the map."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return the rectangle without its margins."""
        return Box(self.x + left, self.y + top, max(self.width - left - right, 1), max(self.height - top - bottom, 1))


def districts(sizes: Mapping[str, int], ratio: float = 1.5) -> dict[str, Box]:
    """Return a box for each name, with room in proportion to its size: a squarified treemap, the largest first.

    `ratio` is the width of the whole map to its height.
    """
    room = {name: _room(size) for name, size in sizes.items()}
    order = sorted(room, key=lambda name: (-room[name], name))
    area = sum(room.values())
    height = math.sqrt(area / ratio)
    boxes: dict[str, Box] = {}
    free = Box(0, 0, height * ratio, height)
    while order:
        row = _best_row([room[name] for name in order], min(free.width, free.height))
        free = _lay_row(order[:row], room, free, boxes)
        order = order[row:]
    return boxes


def _room(size: int) -> float:
    cells = max(size, 2)
    return (cells * CELL_WIDTH * CELL_HEIGHT + math.sqrt(cells) * CELL_WIDTH * (HEAD + GAP)) * 1.12


def _best_row(areas: Sequence[float], side: float) -> int:
    """Return how many of the first areas make the row whose boxes are most like squares."""
    best, worst_before = 1, math.inf
    for length in range(1, len(areas) + 1):
        row = areas[:length]
        depth = sum(row) / side
        worst = max(max(depth / (area / depth), (area / depth) / depth) for area in row)
        if worst > worst_before:
            break
        best, worst_before = length, worst
    return best


def _lay_row(names: Sequence[str], room: Mapping[str, float], free: Box, boxes: dict[str, Box]) -> Box:
    total = sum(room[name] for name in names)
    if free.width >= free.height:
        depth, at = total / free.height, free.y
        for name in names:
            boxes[name] = Box(free.x, at, depth, room[name] / depth)
            at += room[name] / depth
        return Box(free.x + depth, free.y, max(free.width - depth, 0), free.height)
    depth, at = total / free.width, free.x
    for name in names:
        boxes[name] = Box(at, free.y, room[name] / depth, depth)
        at += room[name] / depth
    return Box(free.x, free.y + depth, free.width, max(free.height - depth, 0))


def grid(count: int, box: Box, cell: tuple[float, float] = (CELL_WIDTH, CELL_HEIGHT)) -> list[tuple[float, float]]:
    """Return places for `count` nodes in a box, line by line, spread over it as evenly as the cells allow."""
    if count == 0:
        return []
    columns = _columns(count, box, cell)
    rows = math.ceil(count / columns)
    step_x, step_y = box.width / columns, box.height / rows
    return [
        (box.x + step_x * (place % columns + 0.5), box.y + step_y * (place // columns + 0.5)) for place in range(count)
    ]


def _columns(count: int, box: Box, cell: tuple[float, float]) -> int:
    """Return the number of columns that gives every label the most room."""

    def squeeze(columns: int) -> float:
        rows = math.ceil(count / columns)
        return min(box.width / columns / cell[0], box.height / rows / cell[1])

    return max(range(1, count + 1), key=lambda columns: (squeeze(columns), -columns))
