/** Draws the instructor's check for a terminal. It decides nothing: all it shows is in the report. */
import columns from 'string-width';
import { drawNext } from '#terminal/next-line.ts';
import { Page, type PageOptions } from '#terminal/page.ts';
import { say, type Message } from '#text/message.ts';
import { AREAS, type Area, type CourseReport, type Fault, type Score } from './course-report.ts';

const NAMES: Readonly<Record<Area, Message>> = {
  starter: say`starter`,
  reference: say`reference`,
  mistakes: say`mistakes`,
  alternatives: say`alternatives`,
  review: say`review`,
  hints: say`hints`,
  translation: say`translation`,
  links: say`links`,
  samples: say`samples`,
};
/** In columns: the names of the rows, and each lab beside them. */
const FIRST_COLUMN = 14;
const COLUMN = 10;

export function drawCourse(report: CourseReport, options: PageOptions): string {
  const page = new Page(options);
  drawTable(page, report, options.width);
  for (const fault of report.faults) drawFault(page, fault);
  page.line();
  const { faults, next } = report;
  if (faults.length > 0) {
    const count = faults.length === 1 ? say`1 fault.` : say`${faults.length} faults.`;
    page.line(page.tone('bad', count));
  }
  drawNext(page, next.what, next.command);
  return page.toString();
}

interface Column {
  readonly title: string;
  readonly scores: Readonly<Partial<Record<Area, Score>>>;
}

/** A row for each area, a column for each lab; more labs than fit come in a table below. */
function drawTable(page: Page, report: CourseReport, width: number): void {
  const all: Column[] = report.labs.map(({ number, areas }) => ({
    title: page.text(say`lab ${number}`),
    scores: areas,
  }));
  if (Object.keys(report.course).length > 0) {
    all.push({ title: page.text(say`course`), scores: report.course });
  }
  const fit = Math.max(1, Math.floor((width - FIRST_COLUMN) / COLUMN));
  for (let from = 0; from < all.length; from += fit) {
    const shown = all.slice(from, from + fit);
    if (from > 0) page.line();
    const titles = shown.map(({ title }) => title);
    page.block(page.tone('strong', row('', titles)), '');
    for (const area of AREAS) {
      const cells = shown.map(({ scores }) => cell(page, scores[area]));
      page.block(row(page.text(NAMES[area]), cells), '');
    }
  }
}

function row(name: string, cells: readonly string[]): string {
  return padded(name, FIRST_COLUMN) + cells.map((text) => padded(text, COLUMN)).join('');
}

function cell(page: Page, score: Score | undefined): string {
  if (!score) return '';
  const { faults, done, of } = score;
  if (faults > 0) {
    return page.tone('bad', faults === 1 ? say`1 fault` : say`${faults} faults`);
  }
  return page.tone('good', done === undefined || of === undefined ? 'ok' : `${done}/${of}`);
}

/** A Korean letter takes two columns, and a colour takes none. */
function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

function drawFault(page: Page, { lab, area, file, what, remedy, run }: Fault): void {
  const name = page.text(NAMES[area]);
  const place = lab === undefined ? say`course, ${name}` : say`lab ${lab}, ${name}`;
  page.line();
  page.line(page.tone('bad', place));
  page.entry(say`open`, file, { margin: 2, column: 8 });
  page.entry(say`what`, what, { margin: 2, column: 8 });
  page.entry(say`do`, remedy, { margin: 2, column: 8 });
  for (const command of run) page.entry(say`run`, command, { margin: 2, column: 8 });
}
