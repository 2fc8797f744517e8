// A phone with WatermelonDB: the real package, its database in memory.
import { randomUUID } from 'node:crypto'
import { Database, Model } from '@nozbe/watermelondb'
import lokijs from '@nozbe/watermelondb/adapters/lokijs/index.js'
import logger from '@nozbe/watermelondb/utils/common/logger/index.js'
import { setGenerator } from '@nozbe/watermelondb/utils/common/randomId/index.js'
import { schema } from '../snippets/watermelon-schema.js'
import { sync } from '../snippets/watermelon-sync.js'

setGenerator(() => randomUUID())
logger.default.silence()

export { schema }

const modelClasses = (schema) => Object.keys(schema.tables).map(
  (name) =>
    class extends Model {
      static table = name
    },
)

export class Phone {
  constructor({ url, token, schema: own = schema }) {
    this.account = { url, token, language: 'en', onUrgent: (found) => this.urgent.push(...found) }
    this.urgent = []
    const adapter = new lokijs.default({
      schema: own,
      useWebWorker: false,
      useIncrementalIndexedDB: false,
      dbName: randomUUID(),
      extraLokiOptions: { autosave: false },
    })
    this.open(adapter, own)
  }

  open(adapter, schema) {
    this.database = new Database({ adapter, modelClasses: modelClasses(schema) })
  }

  // The same phone after an update of the app.
  async updateApp(schema, migrations) {
    const { underlyingAdapter } = this.database.adapter
    this.open(await underlyingAdapter.testClone({ schema, migrations }), schema)
    this.account.migrationsEnabledAtVersion = migrations.minVersion
  }

  sync() {
    return sync(this.database, this.account)
  }

  create(table, columns, id = randomUUID()) {
    return this.database.write(async () => {
      const { _raw } = await this.database.get(table).create((record) => {
        record._raw.id = id
        setAll(record, columns)
      })
      return _raw.id
    })
  }

  update(table, id, columns) {
    return this.database.write(async () => {
      const record = await this.database.get(table).find(id)
      await record.update(() => setAll(record, columns))
    })
  }

  remove(table, id) {
    return this.database.write(async () => {
      await (await this.database.get(table).find(id)).markAsDeleted()
    })
  }

  async rows(table) {
    const records = await this.database.get(table).query().fetch()
    return records.map(({ _raw: { _status, _changed, ...columns } }) => columns)
  }

  async row(table, id) {
    return (await this.rows(table)).find((row) => row.id === id)
  }

  async waiting() {
    const records = await this.database.get('episodes').query().fetch()
    return records.filter(({ _raw }) => _raw._status !== 'synced').map(({ id }) => id)
  }

  // What a backup of the phone keeps: every row as it stands, and where it was.
  async backup() {
    const records = await this.database.get('episodes').query().fetch()
    const place = await this.database.adapter.getLocal('__watermelon_last_pulled_at')
    return { raws: records.map(({ _raw }) => ({ ..._raw })), place }
  }

  async restore({ raws, place }) {
    await this.database.write(async () => {
      const collection = this.database.get('episodes')
      await this.database.batch(raws.map((raw) => collection.prepareCreateFromDirtyRaw(raw)))
      await this.database.adapter.setLocal('__watermelon_last_pulled_at', place)
    })
  }
}

function setAll(record, columns) {
  for (const [name, value] of Object.entries(columns)) record._setRaw(name, value)
}
