'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { answer, version } = require('../server.js');

test('greets as it is told to', () => {
  assert.deepStrictEqual(answer('/', { GREETING: 'Good morning' }), [200, 'Good morning']);
  assert.deepStrictEqual(answer('/', {}), [200, 'Hello']);
});

test('says that it is well', () => {
  assert.deepStrictEqual(answer('/health'), [200, 'ok']);
});

test('tells its version', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'version-'));
  const file = path.join(folder, 'VERSION');
  assert.strictEqual(version(file), 'development');
  fs.writeFileSync(file, '1.2.3\n');
  assert.strictEqual(version(file), '1.2.3');
  fs.rmSync(folder, { recursive: true });
});

test('knows what it does not have', () => {
  assert.strictEqual(answer('/nothing')[0], 404);
});
