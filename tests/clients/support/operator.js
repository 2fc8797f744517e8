// Talks to operate.py: accounts, backups, judgements.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export class Operator {
  constructor() {
    this.process = spawn(process.env.LEGGRO_PYTHON, ['-m', 'tests.clients.operate'], {
      cwd: process.env.LEGGRO_PROJECT,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.answers = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]()
  }

  async ask(command, options = {}) {
    this.process.stdin.write(JSON.stringify({ do: command, ...options }) + '\n')
    const { value, done } = await this.answers.next()
    if (done) throw new Error(`The operator ended at "${command}".`)
    return JSON.parse(value)
  }

  close() {
    this.process.stdin.end()
  }
}
