/** What a class does, in order, before anybody looks at a clock. */
import type { Bilingual } from '#text/message.ts';
import { readClassLabs } from './class-labs.ts';
import { readDeck } from './index.ts';

export const CLASSES = ['half', 'full'] as const;
export type ClassKind = (typeof CLASSES)[number];

export interface Activity {
  readonly kind: 'slide' | 'lab';
  readonly number: number;
  readonly title: Bilingual;
  /** Of the notes; of the slide before it for a lab. */
  readonly section: Bilingual;
  readonly minutes: number;
}

/** Every slide in the deck's order, each lab of this class behind its slide. Throws a NotesError. */
export function readProgramme(root: string, kind: ClassKind): Activity[] {
  const [english, korean] = [readDeck(root, 'en'), readDeck(root, 'ko')];
  const koreanLabs = readClassLabs(root, 'ko');
  const labs = readClassLabs(root, 'en').filter((lab) =>
    kind === 'half' ? lab.inHalfDay : lab.inFullDay,
  );
  return english.flatMap(({ number, title, section, minutes }, index): Activity[] => {
    const translation = korean[index];
    const sections = { en: section, ko: translation?.section ?? section };
    const slide: Activity = {
      kind: 'slide',
      number,
      title: { en: title, ko: translation?.title ?? title },
      section: sections,
      minutes,
    };
    const behind = labs.filter(({ after }) => after === number);
    return [
      slide,
      ...behind.map((lab): Activity => {
        const ko = koreanLabs.find((one) => one.number === lab.number)?.title ?? lab.title;
        return {
          kind: 'lab',
          number: lab.number,
          title: { en: lab.title, ko },
          section: sections,
          minutes: lab.minutes,
        };
      }),
    ];
  });
}
