import { appSchema, tableSchema } from '@nozbe/watermelondb'

const string = (name) => ({ name, type: 'string' })
const number = (name) => ({ name, type: 'number' })
const boolean = (name) => ({ name, type: 'boolean' })
const optional = (column) => ({ ...column, isOptional: true })

// Not asked is null, never 0 or '': leave `optional` where it stands.
export const leggroTables = [
  tableSchema({
    name: 'episodes',
    columns: [
      number('started_at'),
      optional(string('tz')),
      optional(number('ended_at')),
      optional(string('start_precision')),
      optional(number('duration_seconds_reported')),
      optional(boolean('duration_confirmed')),
      optional(number('last_confirmed_ongoing_at')),
      optional(string('sites')),
      optional(number('pain_max')),
      optional(number('distress')),
      optional(boolean('woke_from_sleep')),
      optional(boolean('during_nap')),
      optional(string('triggers')),
      optional(string('sensations')),
      optional(string('associated_symptoms')),
      optional(string('residual_pain')),
      optional(string('relief')),
      string('note'),
      optional(number('utc_offset_minutes')),
      optional(number('entered_at')),
    ],
  }),
  tableSchema({
    name: 'nights',
    columns: [
      string('night_date'),
      optional(string('tz')),
      optional(number('into_bed_at')),
      optional(number('sleep_attempt_at')),
      optional(number('sol_minutes')),
      optional(number('awakenings')),
      optional(number('waso_minutes')),
      optional(number('final_awakening_at')),
      optional(number('trying_to_sleep_after_final_awakening_minutes')),
      optional(number('out_of_bed_at')),
      optional(number('quality')),
      string('note'),
      optional(number('utc_offset_minutes')),
      optional(number('entered_at')),
    ],
  }),
  tableSchema({
    name: 'check_ins',
    columns: [
      string('date'),
      optional(string('covers')),
      optional(number('entered_at')),
    ],
  }),
  tableSchema({
    name: 'medications',
    columns: [
      string('code'),
      string('text'),
      string('dose'),
      optional(string('started_on')),
      optional(string('dose_changed_on')),
      optional(string('stopped_on')),
      optional(boolean('prescribed')),
      optional(number('entered_at')),
    ],
  }),
  tableSchema({
    name: 'profile',
    columns: [
      optional(string('tz')),
      optional(string('country')),
      optional(string('language')),
      optional(string('birth_date')),
      optional(string('conditions')),
      optional(string('night_start')),
      optional(string('night_end')),
      optional(string('pregnancy')),
      optional(string('cramp_history')),
      optional(number('entered_at')),
    ],
  }),
  tableSchema({
    name: 'warnings',
    columns: [
      string('criterion'),
      string('ruleset_version'),
      string('severity'),
      string('state'),
      optional(string('target')),
      string('title'),
      string('text'),
      string('contact'),
      string('evidence'),
      string('facts'),
      string('source'),
      boolean('approved'),
      number('raised_at'),
      optional(number('seen_at')),
      optional(number('discussed_at')),
      optional(number('ended_at')),
      string('history'),
    ],
  }),
  tableSchema({
    name: 'sync_problems',
    columns: [
      string('table'),
      string('entry'),
      string('code'),
      string('field'),
      string('message'),
      number('received_at'),
    ],
  }),
]

export const schema = appSchema({ version: 1, tables: leggroTables })
