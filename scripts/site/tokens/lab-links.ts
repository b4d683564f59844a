/** Where the playground sends its reader: a lab, or a step of it. The site's tests follow the links. */
import type { Language } from '#text/message.ts';

const FOLDERS: Readonly<Record<string, string>> = { 1: '01-base64url', 2: '02-hs256' };

/** By lab and step; the headings of the lessons as GitHub makes anchors of them. */
const ANCHORS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  '1.4': { en: 'step-4-build-an-unsecured-jwt', ko: '4단계-unsecured-jwt-만들기' },
  '1.5': { en: 'step-5-read-a-token-without-verifying-it', ko: '5단계-토큰을-검증하지-않고-읽기' },
  '2.1': { en: 'step-1-make-a-key-from-the-secret', ko: '1단계-비밀-키로-keyobject-만들기' },
  '2.2': { en: 'step-2-sign-a-payload', ko: '2단계-페이로드에-서명하기' },
  '2.3': { en: 'step-3-verify-the-signature', ko: '3단계-서명-검증하기' },
  '2.4': { en: 'step-4-issue-a-token-that-expires', ko: '4단계-만료되는-토큰-발급하기' },
  '2.5': { en: 'step-5-verify-the-token-and-its-claims', ko: '5단계-토큰과-클레임-검증하기' },
};

/** @param step "2", or with its step "2.3" */
export function stepLink(step: string, language: Language): string {
  const [lab = ''] = step.split('.');
  const anchor = ANCHORS[step]?.[language];
  return `../labs/${FOLDERS[lab]}/index.html${anchor === undefined ? '' : `#${encodeURIComponent(anchor)}`}`;
}
