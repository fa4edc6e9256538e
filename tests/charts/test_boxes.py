"""Words lie on nothing: on no other words, on no mark but their own, and within the picture.

Every figure of the book is rendered in a browser at both widths, in the charts' own font, and what
is compared is what is painted: the ink of letters, the fill and the stroke of marks. Allowed are

- words wholly inside one mark: a number in its circle, a name on its tile, a value in its cell; and
  whatever that mark hides, if it is opaque and painted between (a line that ends in a circle);
- words on the lines of a grid, which are faint and stand behind all else.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

import pytest
from conftest import NEEDS_CHROMIUM
from playwright.sync_api import Browser, Page

from analysis.charts import layout

pytestmark = NEEDS_CHROMIUM

FACES = "".join(
    f'@font-face {{font-family: "Tinh So Sans"; font-weight: {weight};'
    + " src: url(data:font/ttf;base64,"
    + base64.b64encode((layout.FONTS / f"TinhSoSans-{name}.ttf").read_bytes()).decode()
    + ")}"
    for name, weight in (("Regular", 400), ("Bold", 700))
)

LOOK = """
async () => {
  await Promise.all(['12px', 'bold 12px'].map(f => document.fonts.load(`${f} "Tinh So Sans"`)));
  const root = document.querySelector('svg'), near = 0.5, step = 0.7;
  const pen = document.createElement('canvas').getContext('2d');
  const words = [], marks = [], order = [...root.querySelectorAll('*')];
  const box = (m, l, t, r, b) => {
    const p = [[l, t], [r, t], [l, b], [r, b]].map(c => new DOMPoint(...c).matrixTransform(m));
    const x = p.map(q => q.x), y = p.map(q => q.y);
    return {l: Math.min(...x), r: Math.max(...x), t: Math.min(...y), b: Math.max(...y)};
  };
  const meet = (a, b, by) =>
    Math.min(a.r, b.r) - Math.max(a.l, b.l) > by && Math.min(a.b, b.b) - Math.max(a.t, b.t) > by;
  for (const text of root.querySelectorAll('text')) {
    const lines = text.querySelectorAll('tspan');
    for (const line of lines.length ? lines : [text]) {
      const n = line.getNumberOfChars(), said = line.textContent;
      if (!said.trim() || getComputedStyle(text).opacity === '0') continue;
      const style = getComputedStyle(line);
      pen.font = `${style.fontWeight} ${style.fontSize} "Tinh So Sans"`;
      const ink = pen.measureText(said), base = line.getStartPositionOfChar(0).y;
      const first = line.getExtentOfChar(0), last = line.getExtentOfChar(n - 1);
      const top = base - ink.actualBoundingBoxAscent, bottom = base + ink.actualBoundingBoxDescent;
      words.push({said, at: order.indexOf(text),
        ...box(text.getScreenCTM(), first.x, top, last.x + last.width, bottom)});
    }
  }
  for (const mark of root.querySelectorAll('.role-mark path, .role-mark line, .role-mark rect')) {
    const b = mark.getBBox(), style = getComputedStyle(mark), m = mark.getScreenCTM();
    const wide = style.stroke === 'none' ? 0 : parseFloat(style.strokeWidth) / 2;
    const clear = c => c === 'none' || c === 'transparent' || c === 'rgba(0, 0, 0, 0)';
    marks.push({mark, at: order.indexOf(mark), back: m.inverse(), filled: !clear(style.fill),
      stroked: !clear(style.stroke), opaque: style.opacity * style.fillOpacity > 0.95,
      name: mark.closest('[class*=role-mark]').getAttribute('class'),
      ...box(m, b.x - wide, b.y - wide, b.x + b.width + wide, b.y + b.height + wide)});
  }
  const found = [], picture = root.getBoundingClientRect();
  words.forEach((word, i) => {
    if (word.l < picture.left - near || word.r > picture.right + near || word.t < picture.top - near
        || word.b > picture.bottom + near) found.push(`"${word.said}" is cut off`);
    for (const other of words.slice(i + 1))
      if (meet(word, other, near))
        found.push(`"${word.said}" and "${other.said}" lie on each other`);
    const grid = [];
    for (let x = word.l + near; x <= word.r - near; x += step)
      for (let y = word.t + near; y <= word.b - near; y += step) grid.push(new DOMPoint(x, y));
    const close = marks.filter(mark => meet(word, mark, 0)).map(mark => {
      const points = grid.map(p => p.matrixTransform(mark.back));
      const inside = points.map(p => mark.mark.isPointInFill(p));
      return {...mark, around: inside.every(Boolean), touches: mark.filled && inside.some(Boolean)
        || mark.stroked && points.some(p => mark.mark.isPointInStroke(p))};
    });
    const own = close.filter(mark => mark.around && mark.at < word.at);
    for (const mark of close)
      if (mark.touches
          && !own.some(o => o.at === mark.at || o.filled && o.opaque && o.at > mark.at))
        found.push(`"${word.said}" lies on a mark (${mark.name})`);
  });
  return [...new Set(found)];
}
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page()


def collisions(page: Page, svg: str) -> list[str]:
    page.set_content(f"<style>{FACES} body {{margin: 20px}}</style>{svg}")
    found: list[str] = page.evaluate(LOOK)
    return found


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_words_lie_on_nothing(
    page: Page, pictures: Mapping[tuple[str, str], str], width: str
) -> None:
    found = {
        label: hits
        for (label, drawn), svg in pictures.items()
        if drawn == width and (hits := collisions(page, svg))
    }
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ('<text x="9" y="50">Huế</text><text x="19" y="52">Hà Nội</text>', "lie on each other"),
        ('<text x="9" y="50">Huế</text><path d="M25,30v40h9v-40z" fill="red"/>', "lies on a mark"),
        ('<path d="M0,47h90" stroke="red"/><text x="9" y="50">Huế</text>', "lies on a mark"),
        ('<text x="60" y="50">Huế</text><path d="M0,0h9v9h-9z"/>', ""),
        ('<path d="M0,30h90v40h-90z" fill="red"/><text x="9" y="50">Huế</text>', ""),
        ('<text x="180" y="50">Huế</text>', "is cut off"),
    ],
)
def test_a_collision_is_seen(page: Page, shapes: str, said: str) -> None:
    marks = shapes
    found = collisions(
        page,
        '<svg width="200" height="100" font-family="Tinh So Sans" font-size="12">'
        f'<g class="role-mark">{marks}</g></svg>',
    )
    assert said in "".join(found)
    assert bool(found) == bool(said)
