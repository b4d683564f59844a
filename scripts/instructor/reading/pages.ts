/** The course's pages of Markdown, and whose they are. Paths are relative to the root, with `/`. */
import type { Lab } from '#course/lab.ts';
import { filesBelow } from '#course/files.ts';

export function allPages(root: string): string[] {
  return filesBelow(root, '.md');
}

/** The pages of the lab; without a lab, those that belong to none of `labs`. */
export function pagesOf(root: string, lab: Lab | undefined, labs: readonly Lab[] = []): string[] {
  return allPages(root).filter((path) =>
    lab ? isOf(lab, path) : !labs.some((one) => isOf(one, path)),
  );
}

/** Whether the file is in the lab's folder, or in its solution's. */
export function isOf({ id }: Lab, path: string): boolean {
  return path.startsWith(`labs/${id}/`) || path.startsWith(`solutions/${id}/`);
}
