import { defaultConflictHandler } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { deepEqual } from 'rxdb/plugins/utils'

const WRITTEN = ['episodes', 'nights', 'check_ins', 'medications', 'profile']

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
// something was saved and when the app wakes up. `owner` is the id of the profile whose
// diary this database holds: keep it with the database, not with the login.
export async function sync(collection, options) {
  const call = caller(collection.name, options)
  const { owner } = await call('pull?limit=1')
  if (owner !== options.owner) {
    throw new Error('This phone holds the diary of another account.')
  }
  const state = start(collection, call)
  const refused = new Promise((_, refuse) => {
    state.error$.subscribe((error) => refuse(error.parameters.errors?.[0] ?? error))
  })
  try {
    await Promise.race([state.awaitInitialReplication(), refused])
    await state.cancel()
  } catch (error) {
    if (error.code !== 'resync_required') {
      await state.cancel()
      throw new SyncRefused({ code: error.code, detail: error.message })
    }
    await state.remove() // forget what the server said before; offer everything anew
    await sync(collection, options)
    await sync(collection, options) // what was older here comes now
  }
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

function start(collection, call) {
  return replicateRxCollection({
    collection,
    replicationIdentifier: `leggro-${collection.name}`,
    live: true, // or RxDB cannot be stopped while the server refuses
    retryTime: 500,
    pull: {
      batchSize: 500,
      handler: (checkpoint, limit) =>
        call(`pull?${new URLSearchParams({ rev: checkpoint?.rev ?? '', limit })}`),
    },
    push: WRITTEN.includes(collection.name) && {
      batchSize: 50, // with the longest notes still below 1 MiB
      handler: async (rows) => (await call('push?answer=object', rows)).conflicts,
    },
  })
}
