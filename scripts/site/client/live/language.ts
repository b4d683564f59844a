export type PageLanguage = 'en' | 'ko';

export function pageLanguage(): PageLanguage {
  return document.documentElement.lang === 'ko' ? 'ko' : 'en';
}
