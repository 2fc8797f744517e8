// The scenarios of docs/reference/sync.md with the real WatermelonDB.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { appSchema, tableSchema } from '@nozbe/watermelondb'
import {
  addColumns,
  createTable,
  schemaMigrations,
} from '@nozbe/watermelondb/Schema/migrations/index.js'
import { Phone, schema } from './support/melon.js'
import { Operator } from './support/operator.js'
import { startProxy } from './support/proxy.js'

const HALF_PAST_ONE = Date.UTC(2026, 2, 20, 0, 30)
const CRAMP = { started_at: HALF_PAST_ONE, tz: 'Europe/Oslo', utc_offset_minutes: 60 }

let operator, proxy
before(async () => {
  operator = new Operator()
  proxy = await startProxy(process.env.LEGGRO_SERVER)
})
after(() => {
  operator.close()
  proxy.close()
})

async function household(count) {
  const { diary, token } = await operator.ask('account')
  const phones = Array.from({ length: count }, () => new Phone({ url: proxy.url, token }))
  return { diary, token, phones }
}

const stored = async (diary, table = 'episodes') => (await operator.ask('rows', { diary, table })).rows
const revision = async (diary) => (await operator.ask('revision', { diary })).revision

async function call(token, path, body) {
  const answer = await fetch(`${proxy.url}/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'X-Session-Token': token, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  assert.equal(answer.status, 200)
  return answer.json()
}

async function assertEqualToServer(phone, diary) {
  const live = (await stored(diary)).filter((row) => row.deleted_at === null)
  const rows = await phone.rows('episodes')
  const told = (row, started_at) => [row.id, started_at, row.pain_max, row.distress, row.note]
  assert.deepEqual(
    rows.map((row) => told(row, row.started_at)).sort(),
    live.map((row) => told(row, Date.parse(row.started_at))).sort(),
  )
  assert.deepEqual(await phone.waiting(), [])
}

test('1: three rows made offline reach a second device', async () => {
  const { diary, phones: [a, b] } = await household(2)
  const ids = []
  for (const pain_max of [3, 5, 8]) ids.push(await a.create('episodes', { ...CRAMP, pain_max }))
  await a.sync()
  await b.sync()
  assert.deepEqual((await b.rows('episodes')).map((row) => row.id).sort(), ids.sort())
  await assertEqualToServer(a, diary)
  await assertEqualToServer(b, diary)
})

test('2: after a lost answer and an edit there is one row, with the edit', async () => {
  const { diary, phones: [a, b] } = await household(2)
  const id = await a.create('episodes', { ...CRAMP, pain_max: 3 })
  const lost = proxy.lost()
  proxy.loseNextAnswerTo('POST')
  await assert.rejects(a.sync())
  assert.equal(proxy.lost(), lost + 1)
  assert.equal((await stored(diary)).length, 1)
  await a.update('episodes', id, { pain_max: 8 })
  await a.sync()
  await b.sync()
  assert.deepEqual((await stored(diary)).map((row) => row.pain_max), [8])
  assert.equal((await b.row('episodes', id)).pain_max, 8)
  await assertEqualToServer(a, diary)
})

test('2b: after a lost answer and no edit nothing is doubled and no revision spent', async () => {
  const { diary, phones: [a] } = await household(1)
  await a.create('episodes', CRAMP)
  proxy.loseNextAnswerTo('POST')
  await assert.rejects(a.sync())
  const before = await revision(diary)
  await a.sync()
  assert.equal(await revision(diary), before)
  await assertEqualToServer(a, diary)
})

test('3: different fields edited on two devices are both kept', async () => {
  const { diary, phones: [a, b] } = await household(2)
  const id = await a.create('episodes', CRAMP)
  await a.sync()
  await b.sync()
  await a.update('episodes', id, { pain_max: 7 })
  await b.update('episodes', id, { note: 'sparket av meg dyna' })
  await a.sync()
  await b.sync()
  await a.sync()
  for (const phone of [a, b]) {
    const row = await phone.row('episodes', id)
    assert.deepEqual([row.pain_max, row.note], [7, 'sparket av meg dyna'])
    await assertEqualToServer(phone, diary)
  }
})

test('4: a change between pull and push answers 409 once, and both are kept', async () => {
  const { diary, token, phones: [a] } = await household(1)
  const id = await a.create('episodes', CRAMP)
  await a.sync()
  await a.update('episodes', id, { pain_max: 7 })
  const answers = []
  const { fetch } = globalThis
  globalThis.fetch = async (url, options) => {
    if (options.method === 'POST' && answers.length === 0) {
      const fields = { note: 'fra den andre' }
      const items = [{ table: 'episodes', id, fields }]
      globalThis.fetch = fetch
      const { results } = await call(token, 'sync/changes').then(({ changes }) => {
        items[0].base_rev = changes.find((change) => change.id === id).rev
        return call(token, 'sync/push', { device: 'other', items })
      })
      assert.equal(results[0].status, 'updated')
      globalThis.fetch = counting
    }
    return counting(url, options)
  }
  const counting = async (url, options) => {
    const answer = await fetch(url, options)
    if (options.method === 'POST') answers.push(answer.status)
    return answer
  }
  try {
    await a.sync()
  } finally {
    globalThis.fetch = fetch
  }
  assert.deepEqual(answers, [409, 200])
  const row = await a.row('episodes', id)
  assert.deepEqual([row.pain_max, row.note], [7, 'fra den andre'])
  await assertEqualToServer(a, diary)
})

test('5: a row deleted on one device is gone on both; what the server had can come back', async () => {
  const { diary, token, phones: [a, b] } = await household(2)
  const id = await a.create('episodes', { ...CRAMP, note: 'behold meg' })
  await a.sync()
  await b.sync()
  await a.remove('episodes', id)
  await b.update('episodes', id, { pain_max: 9 })
  await a.sync()
  await b.sync()
  assert.deepEqual([await a.rows('episodes'), await b.rows('episodes')], [[], []])
  const { results } = await call(token, 'sync/restore', { ids: [id] })
  assert.equal(results[0].status, 'updated')
  for (const phone of [a, b]) {
    await phone.sync()
    assert.equal((await phone.row('episodes', id)).note, 'behold meg')
    await assertEqualToServer(phone, diary)
  }
})

test('6: one bad row is named, the good ones are in, and it goes in when corrected', async () => {
  const { diary, phones: [a, b] } = await household(2)
  const good = [await a.create('episodes', CRAMP), await a.create('episodes', CRAMP)]
  const bad = await a.create('episodes', { ...CRAMP, pain_max: 11 })
  const log = await a.sync()
  assert.deepEqual(log.rejectedIds, { episodes: [bad] })
  assert.deepEqual((await stored(diary)).map((row) => row.id).sort(), good.sort())
  assert.deepEqual(await a.waiting(), [bad])
  await a.sync()
  const [problem] = await a.rows('sync_problems')
  assert.deepEqual([problem.entry, problem.code, problem.field], [bad, 'out_of_range', 'pain_max'])
  assert.equal(problem.message, 'The value is outside the accepted range.')
  await a.update('episodes', bad, { pain_max: 10 })
  await a.sync()
  await a.sync()
  await b.sync()
  assert.equal((await b.row('episodes', bad)).pain_max, 10)
  assert.deepEqual(await a.rows('sync_problems'), [])
  await assertEqualToServer(a, diary)
})

test('7: create, sync, delete, sync and the server’s echo: it stays deleted', async () => {
  const { diary, phones: [a, b] } = await household(2)
  const id = await a.create('episodes', CRAMP)
  await a.sync()
  await a.remove('episodes', id)
  await a.sync()
  await a.sync()
  await b.sync()
  assert.deepEqual([await a.rows('episodes'), await b.rows('episodes')], [[], []])
  assert.notEqual((await stored(diary))[0].deleted_at, null)
})

test('7b: a row deleted before its own echo arrives stays deleted', async () => {
  const { diary, phones: [a] } = await household(1)
  const id = await a.create('episodes', CRAMP)
  proxy.loseNextAnswerTo('POST')
  await assert.rejects(a.sync())
  await a.remove('episodes', id)
  await a.sync()
  await a.sync()
  assert.deepEqual(await a.rows('episodes'), [])
  assert.notEqual((await stored(diary))[0].deleted_at, null)
})

test('8: after the server was restored both sides hold everything, and a second time is free', async () => {
  const { diary, phones: [a, b] } = await household(2)
  const kept = await a.create('episodes', { ...CRAMP, pain_max: 3 })
  await a.sync()
  await b.sync()
  const backup = await operator.ask('backup', { diary })
  await a.update('episodes', kept, { pain_max: 8 })
  const added = await a.create('episodes', { ...CRAMP, note: 'etter sikkerhetskopien' })
  await a.sync()
  await operator.ask('restore', { diary, backup })
  assert.equal((await stored(diary)).length, 1)
  const onB = await b.create('episodes', { ...CRAMP, note: 'ikke sendt' })
  await a.sync()
  await b.sync()
  await b.sync()
  await a.sync()
  const ids = [kept, added, onB].sort()
  for (const phone of [a, b]) {
    assert.deepEqual((await phone.rows('episodes')).map((row) => row.id).sort(), ids)
    assert.equal((await phone.row('episodes', kept)).pain_max, 8)
    await assertEqualToServer(phone, diary)
  }
  const { markAllAsChanged } = await import('./snippets/watermelon-sync.js')
  const before = await revision(diary)
  await markAllAsChanged(a.database)
  await a.sync()
  assert.equal(await revision(diary), before)
  await assertEqualToServer(a, diary)
})

test('9: a phone restored from its own old backup heals after one retry', async () => {
  const { diary, token, phones: [a, b] } = await household(2)
  const id = await a.create('episodes', CRAMP)
  await a.sync()
  await b.sync()
  const old = await b.backup()
  await a.remove('episodes', id)
  await a.sync()
  await b.sync()
  const { place } = await b.backup() // it believes to have seen the deletion
  const again = new Phone({ url: proxy.url, token })
  await again.restore({ ...old, place })
  await again.update('episodes', id, { pain_max: 4 })
  await again.sync()
  assert.deepEqual(await again.rows('episodes'), [])
  assert.notEqual((await stored(diary))[0].deleted_at, null)
  await a.sync()
  assert.deepEqual(await a.rows('episodes'), [])
})

test('9b: a phone that slept through the purge offers its rows and overwrites nothing newer', async () => {
  const { diary, phones: [a, b] } = await household(2)
  const id = await a.create('episodes', { ...CRAMP, pain_max: 3 })
  const gone = await a.create('episodes', CRAMP)
  await a.sync()
  await b.sync()
  const unsent = await b.create('episodes', { ...CRAMP, note: 'usendt' })
  await a.update('episodes', id, { pain_max: 8 })
  await a.sync()
  await a.create('episodes', CRAMP)
  await a.remove('episodes', gone)
  await a.sync()
  await operator.ask('purge', { diary })
  await b.sync()
  assert.equal((await b.row('episodes', id)).pain_max, 8)
  assert.ok(await b.row('episodes', unsent))
  await assertEqualToServer(b, diary)
})

test('a night deleted and written again stands on both devices', async () => {
  const { diary, phones: [a, b] } = await household(2)
  const id = randomUUID()
  const night = { night_date: '2026-03-20', quality: 2 }
  await a.create('nights', night, id)
  await a.sync()
  await a.remove('nights', id)
  await a.sync()
  await a.create('nights', { ...night, quality: 4 }, id)
  await a.sync()
  await b.sync()
  assert.equal((await b.row('nights', id)).quality, 4)
  assert.equal((await stored(diary, 'nights')).length, 1)
})

test('lists and the clock of the phone survive the way there and back', async () => {
  const { phones: [a, b] } = await household(2)
  const sites = JSON.stringify([{ muscle: 'calf', side: 'left', pain: 8 }])
  const id = await a.create('episodes', { ...CRAMP, sites, woke_from_sleep: true, pain_max: 0 })
  await a.sync()
  await b.sync()
  const row = await b.row('episodes', id)
  assert.deepEqual(JSON.parse(row.sites), JSON.parse(sites))
  assert.deepEqual(
    [row.tz, row.utc_offset_minutes, row.woke_from_sleep, row.pain_max, row.distress],
    ['Europe/Oslo', 60, true, 0, null],
  )
})

test('what must not wait is told during the sync, and the warning follows without touching the row', async () => {
  const { diary, phones: [a] } = await household(1)
  const id = await a.create('episodes', { ...CRAMP, associated_symptoms: '["dark-urine"]' })
  await a.sync()
  assert.deepEqual(a.urgent.map((one) => one.criterion), ['dark-urine'])
  const [{ rev }] = await stored(diary)
  await operator.ask('judge', { diary })
  await a.sync()
  const warnings = await a.rows('warnings')
  assert.ok(warnings.some((one) => one.criterion === 'dark-urine' && one.target === id))
  assert.equal((await stored(diary))[0].rev, rev)
  assert.deepEqual(await a.waiting(), [])
})

test('1,200 rows made offline arrive in parts', async () => {
  const { diary, phones: [a, b] } = await household(2)
  await a.database.write(async () => {
    const episodes = a.database.get('episodes')
    const made = Array.from({ length: 1200 }, (_, n) =>
      episodes.prepareCreate((record) => record._setRaw('started_at', HALF_PAST_ONE + n * 60_000)),
    )
    await a.database.batch(made)
  })
  await a.sync()
  await b.sync()
  assert.equal((await b.rows('episodes')).length, 1200)
  await assertEqualToServer(a, diary)
})

test('an app that is too old is told so in words, and keeps what it has', async () => {
  const { token } = await operator.ask('account')
  const url = `${process.env.LEGGRO_LATER_SERVER}/api/v1` // where version 1 is not served
  const phone = new Phone({ url, token })
  await phone.create('episodes', CRAMP)
  await assert.rejects(phone.sync(), { status: 426, code: 'app_too_old' })
  assert.equal((await phone.waiting()).length, 1)
})

test('another account’s diary is refused on the same phone', async () => {
  const { phones: [a] } = await household(1)
  const { diary, token } = await operator.ask('account')
  await a.create('episodes', CRAMP)
  await a.sync()
  a.account.token = token
  await a.create('episodes', CRAMP)
  await assert.rejects(a.sync(), /another account/)
  assert.deepEqual(await stored(diary), [])
})

test('an update of the app brings the new column and the new table of rows it has long had', async () => {
  const { token, phones: [a] } = await household(1)
  const id = await a.create('episodes', { ...CRAMP, distress: 6 })
  await a.create('medications', { code: 'magnesium', started_on: '2026-01-01' })
  await a.sync()
  const columns = schema.tables.episodes.columnArray
  const known = columns.filter(({ name }) => name !== 'distress')
  const old = appSchema({ version: 1, tables: [tableSchema({ name: 'episodes', columns: known })] })
  const phone = new Phone({ url: proxy.url, token, schema: old })
  await phone.sync()
  assert.ok(!('distress' in (await phone.row('episodes', id))))
  const { name, columnArray } = schema.tables.medications
  const next = appSchema({
    version: 2,
    tables: [
      tableSchema({ name: 'episodes', columns }),
      tableSchema({ name, columns: columnArray }),
    ],
  })
  const added = columns.filter(({ name }) => name === 'distress')
  const steps = [
    addColumns({ table: 'episodes', columns: added }),
    createTable({ name, columns: columnArray }),
  ]
  await phone.updateApp(next, schemaMigrations({ migrations: [{ toVersion: 2, steps }] }))
  await phone.sync()
  assert.equal((await phone.row('episodes', id)).distress, 6)
  assert.deepEqual((await phone.rows('medications')).map((row) => row.code), ['magnesium'])
})
