import { array, assert, constantFrom, property, string } from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { codeIn } from './learners-code.ts';

const SOURCE = `import { timingSafeEqual } from 'node:crypto';
// used by nobody
const unused = (x: number): number => x << 2;
export const URL_OF = 'https://example.com'; const cut = (n: number) => n & 63;
export function encode(bytes: Uint8Array): string {
  /* by hand */ return \`\${cut(bytes[0] ?? 0)} // \${URL_OF}\`; // no comment
}
`;

test('follows what a declaration mentions, and nothing else', () => {
  const code = codeIn(SOURCE, 'encode');
  expect(code).toContain('n & 63');
  expect(code).toContain("'https://example.com'");
  expect(code).not.toMatch(/<< 2|by hand|no comment|timingSafeEqual/);
  expect(codeIn(SOURCE, 'encode', ['cut'])).not.toContain('n & 63');
});

test('a name that nothing declares stands for the whole file, without comments', () => {
  const code = codeIn(SOURCE, '(file)');
  expect(code).toContain('<< 2');
  expect(code).not.toMatch(/used by nobody|by hand|no comment/);
});

test('what stands in a string, a template or a regular expression hides nothing', () => {
  const literal = constantFrom(
    "'//'",
    "'/*'",
    '"*/"',
    '`//`',
    '`/*${1}*/`',
    String.raw`/\/\//`,
    '/[/*]/',
    '4 / 2 / 1',
  );
  const comment = constantFrom('// mark', '/* mark */', "// 'mark", '/* ` mark */');
  assert(
    property(
      array(literal, { minLength: 1 }),
      comment,
      string({ unit: constantFrom('가', 'a') }),
      (literals, remark, name) => {
        const values = literals.map((text) => `${text},${remark}\n`).join('');
        const code = codeIn(`export const x${name} = [\n${values}needle];`, `x${name}`);
        expect(code).toContain('needle');
        expect(code).not.toContain('mark');
        for (const text of literals) expect(code).toContain(text);
      },
    ),
  );
});
