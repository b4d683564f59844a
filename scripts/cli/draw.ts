/** `npm run draw`: makes the SVGs of the notes and the lessons from the Mermaid in their pages. */
import { drawAll, wantedDrawings } from '#notes/draw/draw-all.ts';
import { fetchMermaid, isMermaidThere, mermaidFolder } from '#notes/draw/mermaid.ts';
import { MERMAID_VERSION } from '#notes/draw/config.ts';
import { launchChromium } from '#terminal/chromium.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { say, verbatim } from '#text/message.ts';

/** Throws a NoBrowserError, or a NotesError. */
export async function draw(
  { root, tell }: Context,
  { all }: { readonly all: boolean },
): Promise<number> {
  const wanted = wantedDrawings(root, all);
  if (wanted.length === 0) {
    await tell(say`Every drawing is up to date.`);
    return 0;
  }
  const browser = await launchChromium();
  try {
    if (!isMermaidThere(root)) {
      await tell(
        say`Mermaid ${MERMAID_VERSION} is fetched from the npm registry into ${mermaidFolder(root)}, some 150 MB, once.`,
      );
      if ((await fetchMermaid(root)) !== 0) {
        throw new ExplainedError(say`It could not be fetched: npm says why above.`);
      }
    }
    await drawAll(browser, root, wanted, (path) => void tell(verbatim(path)));
    return 0;
  } finally {
    await browser.close();
  }
}
