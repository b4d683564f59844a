/**
 * What has to be there before anything else can be loaded. Plain JavaScript without a package, so
 * that it runs, and can say what is missing, on any Node and in a folder without packages.
 */
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  statSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = { whyNot, withUpperCaseDrive };

/**
 * Why the workshop can't start here, in English and in Korean; undefined where it can.
 *
 * @param {{ root: string, version: string, platform: string, arch: string }} machine the
 *   repository's root, and Node's version (`20.19.0`), platform and architecture
 * @returns {string | undefined} lines for standard error
 */
function whyNot({ root, version, platform, arch }) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isSupported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (!isSupported) {
    return lines(
      `This is Node ${version}. The workshop needs Node 20.19 or newer, of Node 22 at least 22.12: https://nodejs.org`,
      `지금 Node는 ${version}입니다. 실습에는 Node 20.19 이상(22라면 22.12 이상)이 필요합니다: https://nodejs.org`,
    );
  }
  // Node, vite and tsx read these in a path as parts of a URL or a pattern.
  const [odd] = /[#?*%]/.exec(root) ?? (platform === 'win32' ? null : /\\/.exec(root)) ?? [];
  if (odd !== undefined) {
    return lines(
      `The workshop can't run in a folder with "${odd}" in its path: ${root}. Move or rename it.`,
      `경로에 "${odd}" 문자가 있는 폴더에서는 실습을 실행할 수 없습니다: ${root}. 폴더를 옮기거나 이름을 바꾸세요.`,
    );
  }
  const packages = join(root, 'node_modules');
  if (!existsSync(join(packages, 'tsx', 'package.json'))) {
    return lines(
      `The packages are not installed. In ${root}, run: npm ci`,
      `패키지가 설치되어 있지 않습니다. ${root}에서 실행하세요: npm ci`,
    );
  }
  // esbuild comes as one package for each system, and only the one of this system is installed.
  if (!existsSync(join(packages, '@esbuild', `${platform}-${arch}`))) {
    return lines(
      `The packages were installed on another system. In ${root}, run: npm ci`,
      `다른 운영 체제에서 설치한 패키지입니다. ${root}에서 실행하세요: npm ci`,
    );
  }
  const missing = packagesOf(root).find((name) => !existsSync(join(packages, name)));
  if (missing !== undefined) {
    return lines(
      `A package is missing, ${missing}: the workshop has been updated. In ${root}, run: npm ci`,
      `${missing} 패키지가 없습니다. 실습이 업데이트되었습니다. ${root}에서 실행하세요: npm ci`,
    );
  }
  const temporary = whyNoTemporaryFolder();
  if (temporary !== undefined) {
    const variable = platform === 'win32' ? 'TEMP' : 'TMPDIR';
    return lines(
      `No file can be written to the folder for temporary files, ${tmpdir()} (${temporary}). Make it a folder that you may write to, or set ${variable} to one.`,
      `임시 파일 폴더 ${tmpdir()}에 파일을 쓸 수 없습니다(${temporary}). 쓸 수 있는 폴더로 바꾸거나, ${variable} 환경 변수를 쓸 수 있는 폴더로 지정하세요.`,
    );
  }
  const state = join(root, '.workshop');
  if (existsSync(state) && !statSync(state).isDirectory()) {
    return lines(
      `A file stands where the workshop keeps its own folder: ${state}. Delete or rename it.`,
      `실습이 쓰는 폴더가 있어야 할 자리에 파일이 있습니다: ${state}. 지우거나 이름을 바꾸세요.`,
    );
  }
  return undefined;
}

/** Why nothing can be written there, by the system's code: tsx and the hosts of the checks have to. */
function whyNoTemporaryFolder() {
  try {
    mkdirSync(tmpdir(), { recursive: true });
    rmdirSync(mkdtempSync(join(tmpdir(), 'workshop-')));
    return undefined;
  } catch (error) {
    return error.code;
  }
}

/** The names of the packages that the workshop asks for. */
function packagesOf(root) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return Object.keys({ ...dependencies, ...devDependencies });
}

function lines(english, korean) {
  return `${english}\n${korean}\n`;
}

/**
 * The path with its drive letter in upper case. Windows takes both, Node loads a module once for
 * each spelling, and a lab's code and its checks would then know two different JwtErrors.
 *
 * @param {string} path absolute
 */
function withUpperCaseDrive(path) {
  return path.replace(/^[a-z](?=:)/, (letter) => letter.toUpperCase());
}
