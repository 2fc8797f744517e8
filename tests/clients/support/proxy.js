// A proxy that can lose an answer after the server has given it, or hold it on its way.
import http from 'node:http'

export async function startProxy(target) {
  const { hostname, port } = new URL(target)
  let losing = () => false
  let lost = 0
  let onItsWay = () => {}
  const server = http.createServer((asked, answer) => {
    const { method, url: path, headers } = asked
    const forwarded = http.request({ hostname, port, method, path, headers }, (found) => {
      const parts = []
      found.on('data', (part) => parts.push(part))
      found.on('end', async () => {
        await onItsWay(method, path)
        if (losing(method, path)) {
          losing = () => false
          lost += 1
          asked.socket.destroy() // committed there, never heard here
          return
        }
        answer.writeHead(found.statusCode, found.headers)
        answer.end(Buffer.concat(parts))
      })
    })
    forwarded.on('error', () => asked.socket.destroy())
    asked.pipe(forwarded)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${server.address().port}/api/v1`,
    loseNextAnswerTo: (wanted) => {
      losing = (method) => method === wanted
    },
    lost: () => lost,
    // Awaits meanwhile(method, path) between the server's answer and its arrival.
    holdAnswers: (meanwhile) => {
      onItsWay = meanwhile
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
