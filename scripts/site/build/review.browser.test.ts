/** A lab's review in a browser, by keys and by pointer. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLabs } from '#course/lab.ts';
import { reviewOf } from '#course/review/questions.ts';
import { rootFolder } from '#terminal/program.ts';
import { violationsOn } from '#testing/site/axe.ts';
import { Reader, scrollsSideways } from '#testing/site/reader.ts';

const LAB = '01-base64url';

let reader: Reader;
beforeAll(async () => {
  reader = await Reader.start();
});
afterAll(() => reader.stop());

test('a round is played by keys, is kept in the browser, and has no violation (axe-core)', async () => {
  const lab = findLabs(rootFolder()).find(({ id }) => id === LAB);
  if (!lab) throw new Error('There is no such lab.');
  const { questions, rounds } = reviewOf(lab);
  const page = await reader.open(`en/labs/${LAB}/review.html`);
  await page.getByRole('button', { name: 'Review before the lab' }).click();
  const problems: string[] = [];
  const kinds = new Set<string>();
  for (const [index, id] of (rounds.before[0] ?? []).entries()) {
    const question = questions.get(id);
    if (!question) throw new Error(`There is no ${id}.`);
    const { truth, lines } = question;
    await page.getByRole('heading', { name: `Change ${index + 1} of 12` }).waitFor();
    if ('why' in truth) await page.keyboard.press('a');
    else {
      await page.keyboard.press('r');
      const changed = lines.findIndex((line) => /^[-+]/.test(line));
      await page.locator(`input[name=line][value="${changed}"]`).check();
      await page.keyboard.press(String(truth.reason + 1));
      if (kinds.size < 2) problems.push(...(await violationsOn(page)));
      await page.keyboard.press('Enter');
    }
    await page.locator('.truth [data-outcome=accepted]').waitFor();
    // A change that is right, and one that is wrong.
    const kind = Object.keys(truth).join(' ');
    if (!kinds.has(kind)) problems.push(...(await violationsOn(page)));
    kinds.add(kind);
    await page.setViewportSize({ width: 320, height: 640 });
    if (await scrollsSideways(page)) problems.push(`${id} is too wide`);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('Enter');
  }
  await page.getByText('12/12').waitFor();
  await page.reload();
  await page.getByText('12/12').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('from a folder: a refusal lacks a line or a reason until both are named, and the verdict is said', async () => {
  const page = await reader.open(`${reader.site.folderUrl}/en/labs/${LAB}/review.html`);
  await page.getByRole('button', { name: 'Review before the lab' }).click();
  await page.getByRole('button', { name: 'Refuse (r)' }).click();
  await page.getByRole('button', { name: 'Refuse it' }).click();
  await page.getByText('press it in the change').waitFor();
  await page.locator('.diff label').first().click();
  await page.getByRole('button', { name: 'Refuse it' }).click();
  await page.getByText('Choose one of the four reasons.').waitFor();
  await page.locator('.reason').first().click();
  await page.getByRole('button', { name: 'Refuse it' }).click();
  await page.locator('.truth [data-outcome=refused]').waitFor();
  await page.locator('#status:not(:empty)').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'Change 2 of 12' }).waitFor();
  expect(reader.complaints).toEqual([]);
  await page.context().close();
});
