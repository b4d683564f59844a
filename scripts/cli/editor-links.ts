import type { Environment } from '#terminal/command.ts';

/**
 * Where a link to a line of a file in `root` begins, if there is an editor that follows it: it is set,
 * or the terminal is its own. A browser follows it on the machine that it runs on, which in a container,
 * on Codespaces and over SSH is another one.
 * https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls
 */
export function editorLinks(environment: Environment, root: string): string | undefined {
  const { WORKSHOP_EDITOR, TERM_PROGRAM, WSL_DISTRO_NAME } = environment;
  const isElsewhere = ELSEWHERE.some((name) => environment[name] !== undefined);
  if ((WORKSHOP_EDITOR ?? TERM_PROGRAM) !== 'vscode' || isElsewhere) return undefined;
  const where =
    WSL_DISTRO_NAME === undefined
      ? 'file'
      : `vscode-remote/wsl+${encodeURIComponent(WSL_DISTRO_NAME)}`;
  return `vscode://${where}/${root.replaceAll('\\', '/').replace(/^\//, '')}/`;
}

const ELSEWHERE = ['CODESPACES', 'REMOTE_CONTAINERS', 'SSH_CONNECTION'] as const;
