#!/usr/bin/env node
// Starts the program that npm installed for this platform, and ends as it does.
'use strict';

const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const platform = `@catalint/${process.platform}-${process.arch}`;
const program = process.platform === 'win32' ? 'catalint.exe' : 'catalint';

function fail(message) {
  process.stderr.write(`catalint: ${message}\n`);
  process.exit(2);
}

let path;
try {
  path = require.resolve(`${platform}/${program}`);
} catch {
  fail(
    `the package ${platform} is not installed. It is an optional dependency: install again without ` +
      '`--omit=optional`, and on the platform that is to run it. If there is no such package, ' +
      'build catalint from source with `cargo install --locked catalint`.',
  );
}

const child = spawn(path, process.argv.slice(2), { stdio: 'inherit' });

// The terminal sends its signals to both; others send them here alone.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
const pass = (signal) => child.kill(signal);
for (const signal of signals) process.on(signal, pass);

child.on('error', (error) => fail(`${path} does not run: ${error.message}`));
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  for (const each of signals) process.removeListener(each, pass);
  process.kill(process.pid, signal);
  // Where a signal does not end the process, the status says it.
  setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100);
});
