/** Breaks the lines of a drawing's labels, so that it becomes narrower. */
import stringWidth from 'string-width';

/** A label in quotes, and in a sequence what stands behind `as` or a colon. */
const LABEL = /"([^"]*)"|((?: as |: ).*$)/gm;

/** Ends each further row of a broken title, the first line of a box; it has no width. */
const CONTINUED = '\u2060';

/** `letters`: how many may stand in a line; a Korean one counts twice. A longer word stays whole. */
export function breakLines(mermaid: string, letters: number): string {
  return mermaid.replaceAll(LABEL, (whole, quoted: string | undefined, behind: string) => {
    if (quoted !== undefined) return `"${breakLabel(quoted, letters, CONTINUED)}"`;
    const [, start = '', text = ''] = /^( as |: )(.*)$/.exec(behind) ?? [];
    return start + breakLabel(text, letters, '');
  });
}

function breakLabel(label: string, letters: number, continued: string): string {
  return label
    .split('<br/>')
    .flatMap((line, at) => {
      const rows: string[] = [];
      for (const word of line.split(' ')) {
        const longer = `${rows.at(-1)} ${word}`;
        if (rows.length > 0 && stringWidth(longer) <= letters) rows[rows.length - 1] = longer;
        else rows.push(word);
      }
      return at === 0 ? rows.map((row, of) => (of === 0 ? row : row + continued)) : rows;
    })
    .join('<br/>');
}
