/**
 * Runs in the browser: what Mermaid drew, as the shapes of `shapes.ts`. It is plain JavaScript
 * because it is handed to a page as it stands.
 *
 * Everything that is seen must be known here. What is not known is an error: a drawing that lost
 * something on its way would be worse than none.
 */
globalThis.readShapes = (svg, roles) => {
  const shapes = [];
  const covered = [];

  /** From an element's own coordinates to those of the drawing. */
  const toDrawing = (element) => svg.getScreenCTM().inverse().multiply(element.getScreenCTM());

  const originOf = (element) => {
    const { e, f } = toDrawing(element);
    return [e, f];
  };

  const cover = (element, margin = 0) => {
    const { x, y, width, height } = element.getBBox();
    const { e, f } = toDrawing(element);
    covered.push([x + e - margin, y + f - margin, x + e + width + margin, y + f + height + margin]);
  };

  const roleOf = (names, otherwise) =>
    [...names].map((name) => name.replace(/\d+$/, '')).find((name) => roles.includes(name)) ??
    otherwise;

  const addBox = (element, part) => {
    const form =
      element.tagName === 'rect'
        ? {
            x: number(element, 'x'),
            y: number(element, 'y'),
            width: number(element, 'width'),
            height: number(element, 'height'),
          }
        : { path: pathOf(element) };
    shapes.push({ kind: 'box', part, origin: originOf(element), form });
    cover(element);
  };

  const addArrow = (element, { dashed, thick }) => {
    const [start, end] = [tipOf(element, 'marker-start'), tipOf(element, 'marker-end')];
    const isBroken = start === 'cross' || end === 'cross';
    shapes.push({
      kind: 'arrow',
      part: isBroken ? 'broken' : 'arrow',
      origin: originOf(element),
      path: pathOf(element),
      dashed,
      thick,
      start,
      end,
    });
    cover(element, 6);
  };

  /** Every line of the text, at the place where its letters really are. */
  const addText = (text, part, { mono = false, onLine = false } = {}) => {
    const spans = [...text.children].filter((child) => child.tagName === 'tspan');
    const rows = (spans.length > 0 ? spans : [text]).filter((row) => row.textContent.trim() !== '');
    let look;
    for (const row of rows) {
      const { e, f } = toDrawing(text);
      const start = row.getStartPositionOfChar(0);
      const inner = row.querySelector('tspan') ?? row;
      // The rest of a title that was broken looks like its beginning.
      if (!row.textContent.includes(CONTINUED)) look = getComputedStyle(inner);
      const size = Number.parseFloat(look.fontSize);
      const width = row.getComputedTextLength();
      shapes.push({
        kind: 'label',
        part,
        x: e + start.x + width / 2,
        y: f + start.y + (isCentred(row) ? size * 0.35 : 0),
        text: row.textContent.replace(CONTINUED, '').trim(),
        size,
        bold: !onLine && Number(look.fontWeight) >= 600,
        mono,
        ...(onLine && { behind: { width: width + 10, height: size * 1.2 } }),
      });
    }
    if (rows.length > 0) cover(text);
  };

  const drawFlowchart = () => {
    for (const cluster of svg.querySelectorAll('.cluster')) {
      const part = roleOf(cluster.classList, 'frame');
      addBox(cluster.querySelector(':scope > rect'), part);
      for (const text of cluster.querySelectorAll('text')) addText(text, part);
    }
    for (const edge of svg.querySelectorAll('path.flowchart-link')) {
      if (edge.classList.contains('edge-thickness-invisible')) continue;
      addArrow(edge, {
        dashed: edge.classList.contains('edge-pattern-dotted'),
        thick: edge.classList.contains('edge-thickness-thick'),
      });
    }
    for (const label of svg.querySelectorAll('.edgeLabel')) {
      for (const text of label.querySelectorAll('text')) addText(text, 'arrow', { onLine: true });
    }
    for (const node of svg.querySelectorAll('.node')) {
      const part = roleOf(node.classList, 'plain');
      addBox(node.querySelector(':scope > .label-container, :scope > .basic'), part);
      const mono = ['header', 'payload', 'signature'].includes(part);
      for (const text of node.querySelectorAll('text')) addText(text, part, { mono });
    }
  };

  const drawSequence = () => {
    const lifelines = shapes.length;
    for (const actor of svg.querySelectorAll('rect.actor')) {
      const part = roleOf([actor.getAttribute('name') ?? ''], 'plain');
      addBox(actor, part);
      for (const text of actor.parentElement.querySelectorAll('text.actor')) addText(text, part);
    }
    for (const line of svg.querySelectorAll('.messageLine0, .messageLine1')) {
      addArrow(line, { dashed: line.classList.contains('messageLine1'), thick: false });
    }
    for (const text of svg.querySelectorAll('text.messageText')) {
      addText(text, 'arrow', { onLine: true });
    }
    for (const note of svg.querySelectorAll('rect.note')) {
      const texts = [...note.parentElement.querySelectorAll('text')];
      widen(note, Math.max(...texts.map((text) => text.getBBox().width)) + 40);
      addBox(note, 'note');
      for (const text of texts) addText(text, 'note');
    }
    // Behind all that, and only as long as something happens: Mermaid draws them 2000 pixels long.
    const bottom = Math.max(...covered.map((box) => box[3])) + 20;
    const lines = [...svg.querySelectorAll('line.actor-line')].map((line) => {
      const [x, top] = [number(line, 'x1'), number(line, 'y1')];
      const [left, down] = originOf(line);
      covered.push([x + left, top + down, x + left, bottom]);
      return {
        kind: 'arrow',
        part: 'lifeline',
        origin: [left, down],
        path: `M${x},${top}L${x},${bottom - down}`,
        dashed: false,
        thick: false,
        start: 'none',
        end: 'none',
      };
    });
    shapes.splice(lifelines, 0, ...lines);
  };

  if (svg.getAttribute('aria-roledescription') === 'sequence') drawSequence();
  else drawFlowchart();

  const seen = [...svg.querySelectorAll('text')].map((text) => text.textContent).join('');
  const drawn = shapes.map(({ text = '' }) => text).join('');
  if (letters(seen.replaceAll(CONTINUED, '')) !== letters(drawn)) {
    throw new Error(`Some of its text would be lost: ${seen} became ${drawn}`);
  }
  const [left, top] = [0, 1].map((at) => Math.min(...covered.map((box) => box[at])));
  const [right, bottom] = [2, 3].map((at) => Math.max(...covered.map((box) => box[at])));
  return { shapes, bounds: { x: left, y: top, width: right - left, height: bottom - top } };
};

/** Ends a row that goes on with the title above it; see `break-lines.ts`. */
const CONTINUED = '\u2060';

const number = (element, name) => Number(element.getAttribute(name) ?? 0);

const tipOf = (element, name) => {
  const marker = element.getAttribute(name) ?? '';
  if (/cross/i.test(marker)) return 'cross';
  return /arrow|point|filled/i.test(marker) ? 'arrow' : 'none';
};

/** Whether the place of a text is its middle and not its baseline. */
const isCentred = (row) => /central|middle/.test(getComputedStyle(row).dominantBaseline);

/** The letters of a text, in an order that does not depend on how the text was cut. */
const letters = (text) => [...text.replaceAll(/\s/g, '')].toSorted().join('');

const pathOf = (element) => {
  if (element.tagName === 'path') return element.getAttribute('d');
  if (element.tagName === 'polygon') return `M${element.getAttribute('points').trim()}Z`;
  if (element.tagName === 'line') {
    const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((name) => number(element, name));
    return `M${x1},${y1}L${x2},${y2}`;
  }
  throw new Error(`There is no way to draw a <${element.tagName}> yet.`);
};

/** Mermaid makes a note as wide as its text, here: too little where the letters are wider. */
function widen(rect, least) {
  const more = Math.max(0, least - number(rect, 'width'));
  rect.setAttribute('x', number(rect, 'x') - more / 2);
  rect.setAttribute('width', number(rect, 'width') + more);
}
