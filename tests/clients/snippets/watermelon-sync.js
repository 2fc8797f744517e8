import { synchronize } from '@nozbe/watermelondb/sync/index.js'

const WRITTEN = ['episodes', 'nights', 'check_ins', 'medications', 'profile']
const ROWS_PER_PUSH = 500
const CHARACTERS_PER_PUSH = 300_000 // at most 900 kB in UTF-8
const LAST_PULLED_AT = '__watermelon_last_pulled_at'
const OWNER = 'leggro_owner'
const RESYNC = 'leggro_resync'

export class SyncRefused extends Error {
  constructor(status, answer) {
    super(answer.detail) // a sentence for the person, in their language
    Object.assign(this, { status, ...answer })
  }
}

// One sync. `onUrgent` gets what must not wait: show it at once.
export async function sync(database, options) {
  const { url, token, language = 'nb', onUrgent = () => {}, migrationsEnabledAtVersion } = options
  const call = async (method, query, body) => {
    const answer = await fetch(`${url}/sync/watermelon?${new URLSearchParams(query)}`, {
      method,
      headers: {
        'X-Session-Token': token,
        'Accept-Language': language,
        'Content-Type': 'application/json',
      },
      body: body && JSON.stringify(body),
    })
    const found = await answer.json()
    if (found.urgent?.length) onUrgent(found.urgent)
    if (!answer.ok) throw new SyncRefused(answer.status, found)
    return found
  }

  const pullChanges = async ({ lastPulledAt, schemaVersion, migration }) => {
    const found = await call('GET', {
      last_pulled_at: lastPulledAt ?? '',
      schema_version: schemaVersion,
      migration: JSON.stringify(migration),
    })
    await refuseAnotherPerson(database, found.owner)
    return found
  }

  let again = false
  const pushChanges = async ({ changes, lastPulledAt }) => {
    // A night written anew must not meet the echo of its own deletion: pull that at once.
    again ||= Object.values(changes).some(({ deleted }) => deleted.length)
    const resync = (await database.adapter.getLocal(RESYNC)) ?? ''
    const rejected = {}
    for (const part of parts(changes)) {
      const query = { last_pulled_at: lastPulledAt, resync }
      const { experimentalRejectedIds = {} } = await call('POST', query, part)
      for (const [table, ids] of Object.entries(experimentalRejectedIds)) {
        rejected[table] = [...(rejected[table] ?? []), ...ids]
      }
    }
    return { experimentalRejectedIds: rejected }
  }

  const heal = {
    pull_first: async () => {}, // something moved on: pull it, push again
    resync_required: () => markAllAsChanged(database),
  }
  for (const healed = new Set(); ; ) {
    const log = {}
    try {
      await synchronize({
        database,
        pullChanges,
        pushChanges,
        sendCreatedAsUpdated: true,
        migrationsEnabledAtVersion,
        log,
      })
      const resynced = await database.adapter.getLocal(RESYNC)
      if (!resynced && !again) return log
      await database.adapter.removeLocal(RESYNC) // what was older here comes with the next pull
      again = false
    } catch (error) {
      if (!heal[error.code] || healed.has(error.code)) throw error
      healed.add(error.code) // once is enough; twice would be a fault
      await heal[error.code]()
    }
  }
}

// The server was restored, or the phone was away too long: offer everything again.
// What the server already holds costs nothing.
export async function markAllAsChanged(database) {
  await database.write(async () => {
    for (const table of WRITTEN) {
      const collection = database.get(table)
      const columns = collection.schema.columnArray.map((column) => column.name).join(',')
      const records = await collection.query().fetch()
      await database.batch(
        records.map((record) =>
          record.prepareUpdate(() => {
            if (record._raw._status === 'synced') record._raw._status = 'updated'
            record._raw._changed = columns
          }),
        ),
      )
    }
    await database.adapter.setLocal(RESYNC, '1')
    await database.adapter.removeLocal(LAST_PULLED_AT)
  })
}

// Two people's rows must never mix: log out and empty the database first.
async function refuseAnotherPerson(database, owner) {
  const known = await database.adapter.getLocal(OWNER)
  if (known && known !== owner) throw new Error('This phone holds the diary of another account.')
  if (!known) await database.adapter.setLocal(OWNER, owner)
}

// WatermelonDB pushes everything at once; the server takes 500 rows and 1 MiB at a time.
function* parts(changes) {
  let part = {}
  let rows = 0
  let characters = 0
  for (const table of WRITTEN) {
    for (const list of ['deleted', 'created', 'updated']) {
      for (const row of changes[table]?.[list] ?? []) {
        const length = JSON.stringify(row).length
        if (rows === ROWS_PER_PUSH || (rows && characters + length > CHARACTERS_PER_PUSH)) {
          yield part
          ;[part, rows, characters] = [{}, 0, 0]
        }
        part[table] ??= { created: [], updated: [], deleted: [] }
        part[table][list].push(row)
        rows += 1
        characters += length
      }
    }
  }
  if (rows) yield part
}
