// docs/tutorial/a-syncing-app.md: its files are written, its commands run, its output compared.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { Operator } from './support/operator.js'

const run = promisify(execFile)
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname)
const page = path.join(here, '../../docs/tutorial/a-syncing-app.md')

let operator, folder, blocks
before(async () => {
  operator = new Operator()
  folder = await mkdtemp(path.join(here, '.tutorial-')) // below node_modules
  const found = (await readFile(page, 'utf8')).matchAll(/^```(\w+)\n(.*?)^```$/gms)
  blocks = [...found].map(([, kind, text]) => ({ kind, text }))
  for (const [, from, to] of commands(/^cp \.\.\/(\S+) (\S+)$/gm)) {
    await cp(path.join(here, '../..', from), path.join(folder, to))
  }
  await writeFile(path.join(folder, 'package.json'), '{"type": "module"}')
  for (const { text } of blocks.filter(({ kind }) => kind === 'js')) {
    await writeFile(path.join(folder, text.match(/^\/\/ (\S+)\n/)[1]), text)
  }
})
after(async () => {
  operator.close()
  await rm(folder, { recursive: true })
})

const commands = (pattern) =>
  blocks.filter(({ kind }) => kind === 'bash').flatMap(({ text }) => [...text.matchAll(pattern)])

for (const name of ['first.js', 'second.js', 'third.js', 'fourth.js']) {
  test(`tutorial: ${name} prints what the page says`, async () => {
    const { token } = await operator.ask('account')
    const place = blocks.findIndex(({ kind, text }) => kind === 'bash' && text === `node ${name}\n`)
    const { stdout } = await run('node', [name], {
      cwd: folder,
      env: {
        ...process.env,
        LEGGRO_URL: `${process.env.LEGGRO_SERVER}/api/v1`,
        LEGGRO_TOKEN: token,
      },
      timeout: 60_000,
    })
    assert.equal(blocks[place + 1].kind, 'text')
    assert.equal(stdout, blocks[place + 1].text)
  })
}

test('tutorial: every command that is shown is run here', () => {
  assert.equal(commands(/^node \S+$/gm).length, 4)
  assert.equal(commands(/^cp \S+ \S+$/gm).length, 2)
})
