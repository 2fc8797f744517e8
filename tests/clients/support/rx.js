// A phone with RxDB: the real package, its storage in memory.
import { randomUUID } from 'node:crypto'
import { createRxDatabase } from 'rxdb/plugins/core'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { fieldMerge, sync } from '../snippets/rxdb-replication.js'
import { leggroSchemas } from '../snippets/rxdb-schema.js'

export async function openPhone({ url, token, diary, conflictHandler = fieldMerge }) {
  const database = await createRxDatabase({
    name: `phone-${randomUUID()}`,
    storage: getRxStorageMemory(),
    multiInstance: false,
  })
  const collections = Object.entries(leggroSchemas).map(([name, schema]) => [
    name,
    { schema, conflictHandler },
  ])
  await database.addCollections(Object.fromEntries(collections))
  const urgent = []
  const onUrgent = (found) => urgent.push(...found)
  const account = { url, token, owner: diary, language: 'en', onUrgent }
  const { episodes } = database
  return {
    database,
    episodes,
    urgent,
    sync: (table = 'episodes') => sync(database[table], account),
    create: async (columns) => (await episodes.insert({ id: randomUUID(), ...columns })).id,
    update: async (id, columns) => (await find(episodes, id)).incrementalPatch(columns),
    remove: async (id) => (await find(episodes, id)).incrementalRemove(),
    row: async (id) => (await find(episodes, id))?.toJSON(),
    rows: async (table = 'episodes') =>
      (await database[table].find().exec()).map((found) => found.toJSON()),
    close: () => database.close(),
  }
}

const find = (collection, id) => collection.findOne(id).exec()
