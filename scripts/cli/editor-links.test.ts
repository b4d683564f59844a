import { expect, test } from 'vitest';
import { editorLinks } from './editor-links.ts';

const CODE = { TERM_PROGRAM: 'vscode' };

test.each([
  ['no editor', {}, '/work', undefined],
  ["the editor's own terminal", CODE, '/work', 'vscode://file/work/'],
  ['an editor that is set', { WORKSHOP_EDITOR: 'vscode' }, '/work', 'vscode://file/work/'],
  ['Windows', CODE, 'C:\\work', 'vscode://file/C:/work/'],
  [
    'WSL, whose files another system opens',
    { ...CODE, WSL_DISTRO_NAME: 'Ubuntu 24' },
    '/work',
    'vscode://vscode-remote/wsl+Ubuntu%2024/work/',
  ],
  ['Codespaces', { ...CODE, CODESPACES: 'true' }, '/workspaces/jwt', undefined],
  ['a container', { ...CODE, REMOTE_CONTAINERS: 'true' }, '/workspaces/jwt', undefined],
  ['SSH', { ...CODE, SSH_CONNECTION: '192.0.2.1 5 192.0.2.2 22' }, '/work', undefined],
])('links to lines lead to the right machine, or nowhere: %s', (_, environment, root, links) => {
  expect(editorLinks(environment, root)).toBe(links);
});
