import { defaultConflictHandler } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { deepEqual } from 'rxdb/plugins/utils'

const WRITTEN = ['episodes', 'nights', 'check_ins', 'medications', 'profile']
const turns = new WeakMap()

// Give this to addCollections() beside the schema. RxDB's own handler drops the edit
// of this phone; this one keeps every field that was changed here.
export const fieldMerge = {
  isEqual: defaultConflictHandler.isEqual,
  resolve({ assumedMasterState, newDocumentState, realMasterState }) {
    if (realMasterState._deleted) return realMasterState // delete wins
    const merged = { ...realMasterState }
    for (const [name, value] of Object.entries(newDocumentState)) {
      const before = assumedMasterState?.[name] ?? null
      if (!deepEqual(value ?? null, before)) merged[name] = value
    }
    return merged
  },
}

export class SyncRefused extends Error {
  constructor(answer) {
    super(answer.detail) // a sentence for the person, in their language
    Object.assign(this, answer)
  }
}

// Brings one collection, named like its table, and the server to agree. Call it when
// something was saved and when the app wakes up; calls for one collection take turns.
// `owner` is the id of the profile whose diary this database holds: keep it with the
// database, not with the login.
export function sync(collection, options) {
  const before = turns.get(collection) ?? Promise.resolve()
  const turn = before.catch(() => {}).then(() => agree(collection, options))
  turns.set(collection, turn)
  return turn
}

async function agree(collection, options) {
  const call = caller(collection.name, options)
  const state = start(collection, call, options.owner)
  try {
    await settle(state)
  } catch (error) {
    if (error.code !== 'resync_required') {
      throw new SyncRefused({ code: error.code, detail: error.message })
    }
    refuseAnother(await call('pull?limit=1'), options.owner)
    await state.remove() // forget what the server said before; offer everything anew
    await agree(collection, options)
  } finally {
    await state.cancel()
  }
}

// RxDB pulls while it pushes: a row that was pulled just before its edit or deletion
// reached the server is written over it on the phone, until the next pull. So pull again
// until nothing was pushed meanwhile. awaitInSync(), as cancel() drops unwritten notes.
async function settle(state) {
  let pushed
  state.sent$.subscribe(() => (pushed = true))
  const refused = new Promise((_, refuse) => {
    state.error$.subscribe((error) => refuse(error.parameters?.errors?.[0] ?? error))
  })
  const inSync = () => Promise.race([state.awaitInSync(), refused])
  await inSync()
  do {
    pushed = false
    state.reSync()
    await inSync()
  } while (pushed)
}

function refuseAnother(found, owner) {
  if (found.owner !== owner) throw new Error('This phone holds the diary of another account.')
}

function caller(table, { url, token, language = 'nb', onUrgent = () => {} }) {
  return async (path, body) => {
    const answer = await fetch(`${url}/sync/rxdb/${table}/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        'X-Session-Token': token,
        'Accept-Language': language,
        'Content-Type': 'application/json',
      },
      body: body && JSON.stringify(body),
    })
    const found = await answer.json()
    if (found.urgent?.length) onUrgent(found.urgent)
    if (!answer.ok) throw new SyncRefused(found)
    return found
  }
}

function start(collection, call, owner) {
  const pull = (checkpoint, limit) =>
    call(`pull?${new URLSearchParams({ rev: checkpoint?.rev ?? '', limit })}`)
  // The first pull brings nothing: it asks whose diary this is and whether the server still
  // knows our place. Then comes the push, then settle() pulls. In any other order the older
  // rows of a restored server would win over what it has lost.
  let welcome
  const welcomed = new Promise((resolve) => (welcome = resolve))
  let handler = async (checkpoint) => {
    refuseAnother(await pull(checkpoint, 1), owner)
    handler = pull
    welcome()
    return { documents: [], checkpoint }
  }
  return replicateRxCollection({
    collection,
    replicationIdentifier: `leggro-${collection.name}`,
    live: true, // or RxDB cannot be stopped while the server refuses
    retryTime: 500,
    pull: { batchSize: 500, handler: (...place) => handler(...place) },
    push: WRITTEN.includes(collection.name) && {
      batchSize: 50, // with the longest notes still below 1 MiB
      handler: async (rows) => {
        await welcomed
        return (await call('push?answer=object', rows)).conflicts
      },
    },
  })
}
