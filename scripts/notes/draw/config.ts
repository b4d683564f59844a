/** How Mermaid lays the drawings out. A change of anything here makes every drawing an old one. */

/** The version that draws. 12 needs Node 22. */
export const MERMAID_VERSION = '11.17.2';

/**
 * The letters are set wider while Mermaid measures, and as they are when they are drawn: the room
 * that is left is for readers whose system has wider letters than ours.
 */
const MEASURED_WITH = `
  text { letter-spacing: 0.045em; }
  .node .row:first-child .text-inner-tspan { font-weight: 600; }
  .node .row:not(:first-child) .text-inner-tspan { font-size: 14px; }
  .edgeLabel text, .edgeLabel .text-inner-tspan { font-size: 14px; }
  .header text, .payload text, .signature text { font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace; }
`;

export const CONFIG = {
  startOnLoad: false,
  // Strict: what stands in a label is text and never HTML.
  securityLevel: 'strict',
  theme: 'base',
  htmlLabels: false,
  fontFamily: "'DejaVu Sans', 'Verdana', 'Noto Sans CJK KR', sans-serif",
  themeCSS: MEASURED_WITH,
  deterministicIds: true,
  flowchart: {
    htmlLabels: false,
    curve: 'monotoneX',
    nodeSpacing: 36,
    rankSpacing: 56,
    padding: 16,
    wrappingWidth: 600,
    diagramPadding: 0,
  },
  sequence: {
    mirrorActors: false,
    actorMargin: 110,
    width: 170,
    height: 50,
    boxMargin: 8,
    noteMargin: 15,
    messageMargin: 40,
    actorFontSize: 16,
    actorFontWeight: 600,
    messageFontSize: 15,
    noteFontSize: 14,
    diagramMarginX: 0,
    diagramMarginY: 0,
  },
};
