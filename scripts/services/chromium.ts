import { findChromium } from '../../packages/react-widgets/test-support/browser/find-chromium.ts'
import { runAsRoot } from './debian-service.ts'
import type { RunningService } from './running-service.ts'

/** The browser of this machine, or Debian's. Each suite starts it for itself. */
export async function startChromium(signal: AbortSignal): Promise<RunningService> {
  const found = findChromium()
  if (found !== null) return serviceOf(found, 'already on this machine')
  await runAsRoot('apt-get update -q && apt-get install -q -y --no-install-recommends chromium', signal)
  const installed = findChromium()
  if (installed === null) throw new Error('The Debian package has brought no chromium on to the path.')
  return serviceOf(installed, 'the Debian package')
}

function serviceOf(connection: string, origin: string): RunningService {
  return { connection, origin, stop: () => Promise.resolve() }
}
