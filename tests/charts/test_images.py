"""Each chart looks as it did: small pictures, compared with a tolerance.

After a wanted change: ``python -m pytest tests/charts --renew-images``, then look at the new
pictures in tests/charts/images before they are committed.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from analysis.charts import drawing
from analysis.charts.figure import NARROW, Figure

IMAGES = Path(__file__).parent / "images"
# Pictures are shrunk to this width, so that letters blur into grey.
SMALL = 110
# Mean distance per channel over all pixels, and over the worst tenth of a picture, of 255.
MEAN, WORST = 2.0, 10.0


def picture(figure: Figure) -> Image.Image:
    spec = json.loads(figure.draw(NARROW).to_json().replace("currentColor", "#1f2328"))
    spec["config"]["background"] = "white"
    image = Image.open(io.BytesIO(drawing.png(drawing.svg(spec)))).convert("RGB")
    height = max(1, round(image.height * SMALL / image.width))
    return image.resize((SMALL, height), Image.Resampling.BOX)


def distance(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean distance of all pixels, and of the worst of ten bands from top to bottom."""
    apart = ImageChops.difference(one, other)
    bands = [
        apart.crop((0, apart.height * i // 10, apart.width, max(apart.height * (i + 1) // 10, 1)))
        for i in range(10)
    ]
    means = [sum(ImageStat.Stat(band).mean) / 3 for band in bands if band.height]
    return sum(ImageStat.Stat(apart).mean) / 3, max(means)


def test_looks_as_before(
    figures: dict[str, Figure], chart: str, request: pytest.FixtureRequest
) -> None:
    made, kept = picture(figures[chart]), IMAGES / f"{chart}.png"
    if request.config.getoption("--renew-images"):
        IMAGES.mkdir(exist_ok=True)
        made.save(kept, optimize=True)
    before = Image.open(kept).convert("RGB")
    assert abs(made.height - before.height) <= 2
    mean, worst = distance(made.resize(before.size), before)
    assert mean <= MEAN
    assert worst <= WORST


def test_a_changed_chart_is_noticed(figures: dict[str, Figure]) -> None:
    """Another chart's picture, and the same chart with other colours, are too far away."""
    before = Image.open(IMAGES / "heat_table.png").convert("RGB")
    other = picture(figures["rank_bands"]).resize(before.size)
    assert distance(other, before)[0] > MEAN
    r, g, b = picture(figures["heat_table"]).resize(before.size).split()
    assert distance(Image.merge("RGB", (b, g, r)), before)[0] > MEAN
