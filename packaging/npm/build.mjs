// Makes the npm packages of a release from its archives: one for each platform,
// which holds the program, and `catalint`, which depends on whichever fits and
// starts it. Nothing is run or downloaded when they are installed.
//
//   node packaging/npm/build.mjs [--partial] ARCHIVES FOLDER
//
// ARCHIVES is a folder with catalint-TARGET.tar.gz as packaging/archive.sh
// makes them. With --partial those that are not there are left out, which is
// for trying; without, they must all be there.
import { execFileSync } from 'node:child_process';
import { copyFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLATFORMS = [
  { target: 'x86_64-unknown-linux-gnu', os: 'linux', cpu: 'x64' },
  { target: 'aarch64-unknown-linux-gnu', os: 'linux', cpu: 'arm64' },
  { target: 'x86_64-apple-darwin', os: 'darwin', cpu: 'x64' },
  { target: 'aarch64-apple-darwin', os: 'darwin', cpu: 'arm64' },
  { target: 'x86_64-pc-windows-msvc', os: 'win32', cpu: 'x64' },
];

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const words = process.argv.slice(2);
const partial = words[0] === '--partial';
const [archives, folder] = words.slice(partial ? 1 : 0);
if (!archives || !folder) {
  process.stderr.write('usage: node build.mjs [--partial] ARCHIVES FOLDER\n');
  process.exit(2);
}

const cargo = readFileSync(join(root, 'Cargo.toml'), 'utf8');
/** The value of a key of Cargo.toml. */
const stated = (key) => cargo.match(new RegExp(`^${key} = "([^"]*)"$`, 'm'))[1];
const common = {
  version: stated('version'),
  license: stated('license'),
  homepage: stated('repository'),
  repository: { type: 'git', url: `git+${stated('repository')}.git` },
};

function write(name, manifest, files) {
  const into = join(folder, name);
  mkdirSync(into, { recursive: true });
  const text = `${JSON.stringify({ ...manifest, ...common }, null, 2)}\n`;
  writeFileSync(join(into, 'package.json'), text);
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(join(root, licence), join(into, licence));
  for (const [from, to] of files) copyFileSync(from, join(into, to));
  return into;
}

const optionalDependencies = {};
for (const { target, os, cpu } of PLATFORMS) {
  const archive = join(archives, `catalint-${target}.tar.gz`);
  if (!existsSync(archive)) {
    if (partial) continue;
    process.stderr.write(`there is no ${archive}\n`);
    process.exit(1);
  }
  const program = os === 'win32' ? 'catalint.exe' : 'catalint';
  const name = `@catalint/${os}-${cpu}`;
  const manifest = {
    name,
    description: `catalint for ${os} on ${cpu}`,
    os: [os],
    cpu: [cpu],
    files: [program, 'LICENSE-*'],
    // Yarn would keep it in an archive, from which nothing can be run.
    preferUnplugged: true,
  };
  const into = write(`catalint-${os}-${cpu}`, manifest, []);
  execFileSync('tar', ['-xzf', resolve(archive), '-C', into, program]);
  chmodSync(join(into, program), 0o755);
  optionalDependencies[name] = common.version;
}

const manifest = {
  name: 'catalint',
  description: stated('description'),
  keywords: ['readme', 'markdown', 'catalog', 'lint', 'pre-commit'],
  bin: { catalint: 'launcher.js' },
  files: ['launcher.js', 'LICENSE-*'],
  engines: { node: '>=18' },
  optionalDependencies,
};
const into = write('catalint', manifest, [
  [join(here, 'launcher.js'), 'launcher.js'],
  [join(here, 'README.md'), 'README.md'],
]);
chmodSync(join(into, 'launcher.js'), 0o755);
