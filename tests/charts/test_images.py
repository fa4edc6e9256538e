"""Each figure of the book looks as it did: small pictures, compared with a tolerance.

After a wanted change: ``python -m pytest tests/charts --renew-images``, then look at the new
pictures in tests/charts/images, named by figure, before they are committed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from analysis.charts import drawing

Pictures = Mapping[tuple[str, str], str]
IMAGES = Path(__file__).parent / "images"
# Pictures are shrunk to this width, so that letters blur into grey.
SMALL = 110
# Mean distance per channel over all pixels, and over the worst tenth of a picture, of 255.
MEAN, WORST = 2.0, 10.0


def picture(svg: str) -> Image.Image:
    image = Image.open(io.BytesIO(drawing.png(drawing.as_file(svg)))).convert("RGB")
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


def changed(made: Image.Image, kept: Path) -> bool:
    before = Image.open(kept).convert("RGB")
    mean, worst = distance(made.resize(before.size), before)
    return abs(made.height - before.height) > 2 or mean > MEAN or worst > WORST


def test_all_look_as_before(pictures: Pictures, request: pytest.FixtureRequest) -> None:
    made = {label: picture(svg) for (label, width), svg in pictures.items() if width == "narrow"}
    if request.config.getoption("--renew-images"):
        IMAGES.mkdir(exist_ok=True)
        for old in IMAGES.glob("*.png"):
            old.unlink()
        for label, image in made.items():
            image.save(IMAGES / f"{label}.png", optimize=True)
    assert {kept.stem for kept in IMAGES.glob("*.png")} == set(made)
    assert not [label for label, image in made.items() if changed(image, IMAGES / f"{label}.png")]


def test_a_changed_chart_is_noticed(pictures: Pictures) -> None:
    """Another chart's picture, and the same chart with other colours, are too far away."""
    assert changed(picture(pictures["fig-bands", "narrow"]), IMAGES / "fig-verdicts.png")
    r, g, b = picture(pictures["fig-verdicts", "narrow"]).split()
    assert changed(Image.merge("RGB", (b, g, r)), IMAGES / "fig-verdicts.png")
