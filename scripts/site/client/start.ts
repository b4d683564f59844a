/**
 * What a page must know as early as can be: that scripts run, and which theme was chosen. It is loaded
 * beside the text and holds nothing up.
 */
import { stored } from './stored.ts';

const root = document.documentElement;
root.classList.add('scripted');
const theme = stored('theme');
if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
