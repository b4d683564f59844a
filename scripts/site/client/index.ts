/** The script of every page. Without it every page can be read all the same. */
import { setUpCopying } from './copy.ts';
import { setUpHints } from './hints.ts';
import { setUpScrollable } from './scrollable.ts';
import { setUpSearchButton } from './search-button.ts';
import { setUpSection } from './section.ts';
import { setUpSideBySide } from './side-by-side.ts';
import { setUpTheme } from './theme.ts';

setUpTheme();
setUpHints();
setUpCopying();
setUpScrollable();
setUpSection();
setUpSearchButton();
setUpSideBySide();
