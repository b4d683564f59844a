/** Makes the site's font out of Pretendard, with the letters that the pages use; see README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rootFolder } from '#terminal/program.ts';
import { lettersIn } from '../../build/assets.ts';
import { buildSite } from '../../build/index.ts';

const root = rootFolder();
const need = createRequire(join(root, '.workshop', 'fonts', 'package.json'));
const subsetFont = need('subset-font') as (
  font: Uint8Array,
  letters: string,
  options: object,
) => Promise<Uint8Array>;

const letters = [...lettersIn(await buildSite(root, { served: true }))].toSorted().join('');
const whole = need.resolve('pretendard/dist/web/variable/woff2/PretendardVariable.woff2');
const font = await subsetFont(readFileSync(whole), letters, {
  targetFormat: 'woff2',
  // The weights that the styles ask for.
  variationAxes: { wght: { min: 400, max: 700 } },
});
writeFileSync(join(import.meta.dirname, 'workshop-sans.woff2'), font);
writeFileSync(join(import.meta.dirname, 'letters.txt'), `${letters}\n`);
console.log(`${letters.length} letters, ${font.length} bytes`);
