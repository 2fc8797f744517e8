// The scenarios of docs/reference/sync.md with the real RxDB.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { defaultConflictHandler } from 'rxdb/plugins/core'
import { Operator } from './support/operator.js'
import { startProxy } from './support/proxy.js'
import { openPhone } from './support/rx.js'

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

async function household(t, count, options = {}) {
  const { diary, token } = await operator.ask('account')
  const phones = []
  for (let n = 0; n < count; n += 1) {
    const phone = await openPhone({ url: proxy.url, token, diary, ...options })
    t.after(phone.close)
    phones.push(phone)
  }
  return { diary, token, phones }
}

const stored = async (diary, table = 'episodes') => (await operator.ask('rows', { diary, table })).rows
const revision = async (diary) => (await operator.ask('revision', { diary })).revision

// Lets something happen between an answer of the server and its arrival, until the test ends.
function beforeAnswers(t, meanwhile) {
  proxy.holdAnswers(meanwhile)
  t.after(() => proxy.holdAnswers(() => {}))
}

async function assertEqualToServer(phone, diary) {
  const live = (await stored(diary)).filter((row) => row.deleted_at === null)
  const told = ({ id, pain_max = null, distress = null, note = '' }, started_at) =>
    [id, started_at, pain_max, distress, note]
  assert.deepEqual(
    (await phone.rows()).map((row) => told(row, row.started_at)).sort(),
    live.map((row) => told(row, Date.parse(row.started_at))).sort(),
  )
}

async function pull(token, query) {
  const url = `${proxy.url}/sync/rxdb/episodes/pull?${new URLSearchParams(query)}`
  const answer = await fetch(url, { headers: { 'X-Session-Token': token } })
  assert.equal(answer.status, 200)
  return answer.json()
}

test('1: three rows made offline reach a second device', async (t) => {
  const { diary, phones: [a, b] } = await household(t, 2)
  for (const pain_max of [3, 5, 8]) await a.create({ ...CRAMP, pain_max })
  await a.sync()
  await b.sync()
  assert.equal((await b.rows()).length, 3)
  await assertEqualToServer(b, diary)
})

test('2: after a lost answer and an edit there is one row, with the edit', async (t) => {
  const { diary, phones: [a, b] } = await household(t, 2)
  const id = await a.create({ ...CRAMP, pain_max: 3 })
  const lost = proxy.lost()
  proxy.loseNextAnswerTo('POST')
  await assert.rejects(a.sync())
  assert.equal(proxy.lost(), lost + 1)
  assert.equal((await stored(diary)).length, 1)
  await a.update(id, { pain_max: 8 })
  await a.sync()
  await b.sync()
  assert.deepEqual((await stored(diary)).map((row) => row.pain_max), [8])
  assert.equal((await b.row(id)).pain_max, 8)
  await assertEqualToServer(a, diary)
})

test('5: a row deleted on one device is gone on both, whatever the other edited', async (t) => {
  const { diary, phones: [a, b] } = await household(t, 2)
  const id = await a.create(CRAMP)
  await a.sync()
  await b.sync()
  await a.remove(id)
  await b.update(id, { pain_max: 9 })
  await a.sync()
  await b.sync()
  assert.deepEqual([await a.rows(), await b.rows()], [[], []])
  assert.notEqual((await stored(diary))[0].deleted_at, null)
})

test('5b: a row deleted while an older state of it is on its way stays deleted', async (t) => {
  const { phones: [a, b] } = await household(t, 2)
  const id = await a.create(CRAMP)
  await a.sync()
  await b.sync()
  await b.update(id, { pain_max: 9 })
  await b.sync()
  let pushed, deletion
  const isPushed = new Promise((done) => (pushed = done))
  beforeAnswers(t, async (method, path) => {
    if (method === 'POST') pushed()
    if (deletion || !path.includes('limit=500')) return
    deletion = a.remove(id)
    await isPushed
    await sleep(500) // the answer to the push arrives before this one
  })
  await a.sync()
  await deletion
  assert.deepEqual(await a.rows(), [])
})

test('5c: two syncs at once take turns, even when the server was restored', async (t) => {
  const { diary, phones: [a] } = await household(t, 1)
  const id = await a.create({ ...CRAMP, pain_max: 3 })
  await a.sync()
  const backup = await operator.ask('backup', { diary })
  await a.update(id, { pain_max: 8 })
  await a.sync()
  await operator.ask('restore', { diary, backup })
  await Promise.all([a.sync(), a.sync()])
  assert.equal((await a.row(id)).pain_max, 8)
  await assertEqualToServer(a, diary)
})

test('6: one bad row is named, the good ones are in, and it goes in when corrected', async (t) => {
  const { diary, phones: [a] } = await household(t, 1)
  const good = await a.create(CRAMP)
  const bad = await a.create({ ...CRAMP, pain_max: 11 })
  await a.sync()
  assert.deepEqual((await stored(diary)).map((row) => row.id), [good])
  await a.sync('sync_problems')
  const [problem] = await a.rows('sync_problems')
  assert.deepEqual([problem.entry, problem.code, problem.field], [bad, 'out_of_range', 'pain_max'])
  await a.update(bad, { pain_max: 10 })
  await a.sync()
  await a.sync('sync_problems')
  assert.deepEqual(await a.rows('sync_problems'), [])
  await assertEqualToServer(a, diary)
})

test('8: after the server was restored both sides hold everything, and a second time is free', async (t) => {
  const { diary, phones: [a, b] } = await household(t, 2)
  const kept = await a.create({ ...CRAMP, pain_max: 3 })
  await a.sync()
  await b.sync()
  const backup = await operator.ask('backup', { diary })
  await a.update(kept, { pain_max: 8 })
  const added = await a.create({ ...CRAMP, note: 'etter sikkerhetskopien' })
  await a.sync()
  await operator.ask('restore', { diary, backup })
  await a.sync()
  await b.sync()
  const before = await revision(diary)
  await a.sync()
  assert.equal(await revision(diary), before)
  for (const phone of [a, b]) {
    assert.equal((await phone.row(added)).note, 'etter sikkerhetskopien')
    await assertEqualToServer(phone, diary)
  }
  assert.equal((await a.row(kept)).pain_max, 8)
})

test('8b: an edit made after the restore does not cost what the server has lost', async (t) => {
  const { diary, phones: [a] } = await household(t, 1)
  const id = await a.create({ ...CRAMP, pain_max: 3 })
  await a.sync()
  const backup = await operator.ask('backup', { diary })
  await a.update(id, { pain_max: 8 })
  await a.sync()
  await operator.ask('restore', { diary, backup })
  await a.update(id, { note: 'sparket av meg dyna' })
  beforeAnswers(t, (method) => method === 'GET' && sleep(500))
  await a.sync()
  assert.equal((await a.row(id)).pain_max, 8)
  await assertEqualToServer(a, diary)
})

test('8c: what another phone wrote and the server has lost is offered by this one', async (t) => {
  const { diary, phones: [a, b] } = await household(t, 2)
  const id = await a.create({ ...CRAMP, pain_max: 3 })
  await a.sync()
  await b.sync()
  const backup = await operator.ask('backup', { diary })
  await b.update(id, { pain_max: 8 })
  await b.sync()
  await a.sync()
  await operator.ask('restore', { diary, backup })
  beforeAnswers(t, (method) => method === 'POST' && sleep(300))
  await a.sync()
  assert.equal((await a.row(id)).pain_max, 8)
  await assertEqualToServer(a, diary)
})

test('9b: a phone that slept through the purge offers its rows and overwrites nothing newer', async (t) => {
  const { diary, phones: [a, b] } = await household(t, 2)
  const id = await a.create({ ...CRAMP, pain_max: 3 })
  const gone = await a.create(CRAMP)
  await a.sync()
  await b.sync()
  const unsent = await b.create({ ...CRAMP, note: 'usendt' })
  await a.update(id, { pain_max: 8 })
  await a.remove(gone)
  await a.sync()
  await operator.ask('purge', { diary })
  await b.sync()
  assert.equal((await b.row(id)).pain_max, 8)
  assert.ok(await b.row(unsent))
  await assertEqualToServer(b, diary)
})

test('10: pages of two, five fast edits, a lost answer and a tombstone end equal', async (t) => {
  const { diary, token, phones: [a, b] } = await household(t, 2)
  const ids = []
  for (let n = 0; n < 5; n += 1) ids.push(await a.create({ ...CRAMP, note: `nr ${n}` }))
  await a.sync()
  const seen = []
  for (let rev = '', found; ; rev = found.checkpoint.rev) {
    found = await pull(token, { rev, limit: 2 })
    if (found.documents.length === 0) break
    assert.ok(found.documents.length <= 2)
    seen.push(...found.documents.map((row) => row.id))
  }
  assert.deepEqual(seen.sort(), [...ids].sort())
  for (let pain = 1; pain <= 5; pain += 1) await a.update(ids[0], { pain_max: pain })
  await a.remove(ids[1])
  proxy.loseNextAnswerTo('POST')
  await assert.rejects(a.sync())
  await a.sync()
  await b.sync()
  for (const phone of [a, b]) {
    assert.equal((await phone.row(ids[0])).pain_max, 5)
    assert.equal((await phone.rows()).length, 4)
    await assertEqualToServer(phone, diary)
  }
  const before = await revision(diary)
  await a.sync()
  await b.sync()
  assert.equal(await revision(diary), before)
})

async function editDifferentFields(t, options) {
  const { diary, phones: [a, b] } = await household(t, 2, options)
  const id = await a.create(CRAMP)
  await a.sync()
  await b.sync()
  await a.update(id, { pain_max: 7 })
  await b.update(id, { note: 'sparket av meg dyna' })
  await a.sync()
  await b.sync()
  await a.sync()
  const rows = await Promise.all([a, b].map((phone) => phone.row(id)))
  return { diary, phones: [a, b], told: rows.map((row) => [row.pain_max, row.note]) }
}

test('11: different fields edited on two devices are both kept by the documented handler', async (t) => {
  const { diary, phones, told } = await editDifferentFields(t)
  assert.deepEqual(told, [[7, 'sparket av meg dyna'], [7, 'sparket av meg dyna']])
  for (const phone of phones) await assertEqualToServer(phone, diary)
})

test('11b: RxDB’s own handler loses one of the two edits, which is why there is another', async (t) => {
  const { told } = await editDifferentFields(t, { conflictHandler: defaultConflictHandler })
  const kept = told.map(([pain, note]) => [pain, note ?? '']) // absent until it was pulled
  for (const [pain, note] of kept) assert.ok(pain !== 7 || note === '', `${pain} ${note}`)
})

test('what must not wait is told with the push', async (t) => {
  const { diary, phones: [a] } = await household(t, 1)
  const id = await a.create({ ...CRAMP, associated_symptoms: ['dark-urine'] })
  await a.sync()
  assert.deepEqual(a.urgent.map((one) => one.criterion), ['dark-urine'])
  await operator.ask('judge', { diary })
  await a.sync('warnings')
  const warnings = await a.rows('warnings')
  assert.ok(warnings.some((one) => one.criterion === 'dark-urine' && one.target === id))
})

test('another account’s diary is refused on the same phone', async (t) => {
  const { diary } = await household(t, 0)
  const { diary: theirs, token } = await operator.ask('account')
  const phone = await openPhone({ url: proxy.url, token, diary })
  t.after(phone.close)
  await phone.create(CRAMP)
  await assert.rejects(phone.sync(), /another account/)
  assert.deepEqual(await stored(theirs), [])
})
