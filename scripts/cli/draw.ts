/** `npm run draw`: makes the SVGs of slides-notes from the Mermaid in its pages. */
import { NoBrowserError, findBrowser } from '#terminal/chromium.ts';
import { COMMON_OPTIONS, parseArguments, readLanguage, UsageError } from '#terminal/arguments.ts';
import { print, rootFolder, runProgram } from '#terminal/program.ts';
import { NotesError } from '#notes/index.ts';
import { drawAll, wantedDrawings } from '#notes/draw/draw-deck.ts';
import { fetchMermaid, isMermaidThere, mermaidFolder } from '#notes/draw/mermaid.ts';
import { MERMAID_VERSION } from '#notes/draw/config.ts';
import { Page, type PageOptions } from '#terminal/page.ts';
import { say, verbatim, type Language, type Message } from '#text/message.ts';

interface Request {
  readonly all: boolean;
  readonly help: boolean;
  readonly language: Language | undefined;
}

/** 0 drawn, 1 there is no browser, no Mermaid or a fault in the notes, 2 wrong usage. */
await runProgram<Request>({
  usage: [
    ['npm run draw', say`draw what has changed in the pages of slides-notes`],
    ['npm run draw -- --all', say`draw every slide anew`],
  ],
  read: readRequest,
  run: answer,
});

function readRequest(args: readonly string[]): Request {
  const options = { all: { type: 'boolean', default: false }, ...COMMON_OPTIONS } as const;
  const { values, positionals } = parseArguments(args, options);
  if (positionals.length > 0) throw new UsageError(say`That is more than ${'draw'} takes.`);
  return { all: values.all, help: values.help, language: readLanguage(values.lang) };
}

async function answer({ all }: Request, options: PageOptions): Promise<number> {
  const tell = (message: Message): Promise<void> => {
    const page = new Page(options);
    page.line(page.text(message));
    return print(page.toString());
  };
  try {
    const root = rootFolder();
    const wanted = wantedDrawings(root, all);
    if (wanted.length === 0) {
      await tell(say`Every drawing is up to date.`);
      return 0;
    }
    findBrowser();
    if (!isMermaidThere(root)) {
      await tell(
        say`Mermaid ${MERMAID_VERSION} is fetched from the npm registry into ${mermaidFolder(root)}, some 150 MB, once.`,
      );
      if ((await fetchMermaid(root)) !== 0) {
        await tell(say`It could not be fetched: npm says why above.`);
        return 1;
      }
    }
    await drawAll(root, wanted, (path) => void tell(verbatim(path)));
    return 0;
  } catch (error) {
    if (!(error instanceof NoBrowserError || error instanceof NotesError)) throw error;
    await tell(error.text);
    return 1;
  }
}
