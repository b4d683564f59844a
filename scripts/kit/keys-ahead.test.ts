import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';

const original = generateKeyPairSync;
const { ready } = (await import(new URL('keys-ahead.mjs', import.meta.url).href)) as {
  ready: Promise<unknown>;
};

test('a key made ahead is a key like any other, and nobody gets it twice', async () => {
  await ready;
  const { generateKeyPairSync: make } = await import('node:crypto');
  expect(make).not.toBe(original);
  const text = Buffer.from('spark@rubywave.io');
  const seen = new Set<string>();
  for (let count = 0; count < 3; count += 1) {
    const { publicKey, privateKey } = make('rsa', {
      modulusLength: 1024,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const signature = sign('sha256', text, createPrivateKey(privateKey));
    expect(verify('sha256', text, createPublicKey(publicKey), signature)).toBe(true);
    seen.add(publicKey);
  }
  expect(seen.size).toBe(3);
});

test('what is asked for in another way is made as ever', async () => {
  await ready;
  const { generateKeyPairSync: make } = await import('node:crypto');
  const rsa = make('rsa', { modulusLength: 2048, publicExponent: 3 });
  expect(rsa.publicKey.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 3n });
  expect(make('ec', { namedCurve: 'P-256' }).publicKey.asymmetricKeyType).toBe('ec');
  expect(() => make('rsa', {} as never)).toThrow(/modulusLength/);
  const { privateKey } = make('rsa', { modulusLength: 2048 });
  expect(privateKey.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65537n });
});
