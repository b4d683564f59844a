/** How Mermaid lays the drawings out. A change of anything here makes every drawing an old one. */

/** The version that draws. 12 needs Node 22. */
export const MERMAID_VERSION = '11.17.2';

/** Each drawing is laid out twice: for a page's column, and for a phone. */
export const VARIANTS = ['wide', 'tall'] as const;
export type Variant = (typeof VARIANTS)[number];

/**
 * The width of a drawing, and the margin around what it shows, in units of which the smallest text
 * has 14. Text must not be under 12 pixels: wide needs 703 of them, tall 284, a phone's 320 without
 * its margins. What Mermaid can't fit in is an error.
 */
export const SIZES: Readonly<Record<Variant, { readonly width: number; readonly margin: number }>> =
  {
    wide: { width: 820, margin: 20 },
    tall: { width: 330, margin: 4 },
  };

/** A page names the wide one; the tall one stands beside it. */
export function variantPath(svgPath: string, variant: Variant): string {
  return variant === 'wide' ? svgPath : svgPath.replace(/\.svg$/, '.tall.svg');
}

/** In units. */
export const SMALLEST_TEXT = 14;

/** Widths at which lines are broken, in letters, one after the other until a drawing fits. */
export const LINE_LENGTHS = [Infinity, 26, 20, 16, 13, 11, 9, 7];

const SHARED = {
  startOnLoad: false,
  // Strict: what stands in a label is text and never HTML.
  securityLevel: 'strict',
  theme: 'base',
  htmlLabels: false,
  deterministicIds: true,
};

const SEQUENCE = {
  mirrorActors: false,
  height: 40,
  boxMargin: 4,
  noteMargin: 7,
  actorFontWeight: 600,
  messageFontSize: 14,
  noteFontSize: 14,
  diagramMarginX: 0,
  diagramMarginY: 0,
};

function measuredWith(titleSize: number): string {
  return `
    .node .row:first-child .text-inner-tspan { font-size: ${titleSize}px; font-weight: 600; }
    .node .row:not(:first-child) .text-inner-tspan { font-size: 14px; }
    .edgeLabel text, .edgeLabel .text-inner-tspan { font-size: 14px; }
    .header text, .payload text, .signature text { font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace; }
  `;
}

/** GitHub shows the wide one in the reader's own font, so it is measured with wide letters. */
export const CONFIGS: Readonly<Record<Variant, object>> = {
  wide: {
    ...SHARED,
    fontFamily: "'DejaVu Sans', 'Verdana', 'Noto Sans CJK KR', sans-serif",
    themeCSS: measuredWith(16),
    flowchart: {
      htmlLabels: false,
      curve: 'monotoneX',
      nodeSpacing: 26,
      rankSpacing: 40,
      padding: 10,
      wrappingWidth: 600,
      diagramPadding: 0,
    },
    sequence: {
      ...SEQUENCE,
      actorMargin: 110,
      width: 170,
      messageMargin: 20,
      actorFontSize: 16,
    },
  },
  tall: {
    ...SHARED,
    fontFamily: "'Noto Sans CJK KR', 'Segoe UI', sans-serif",
    themeVariables: { fontSize: '14px' },
    themeCSS: measuredWith(14),
    flowchart: {
      htmlLabels: false,
      curve: 'monotoneY',
      nodeSpacing: 12,
      rankSpacing: 34,
      padding: 5,
      wrappingWidth: 600,
      diagramPadding: 0,
    },
    sequence: {
      ...SEQUENCE,
      actorMargin: 12,
      width: 70,
      messageMargin: 20,
      actorFontSize: 14,
    },
  },
};
