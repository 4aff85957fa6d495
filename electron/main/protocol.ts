import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { type Assets, findAsset } from './assets.ts'
import { SECURITY_HEADERS } from './headers.ts'
import { HOST, SCHEME } from './origin.ts'

/** Before the app is ready. No service workers, no fetch from other schemes, no bypass of the CSP. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }])
}

export function serveAssets(assets: Assets): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.host !== HOST) return refusal(403)
    const asset = findAsset(assets, url)
    if (asset === undefined) return refusal(404)
    const headers = { ...SECURITY_HEADERS, 'Content-Type': asset.type }
    return new Response(new Uint8Array(await readFile(asset.file)), { headers })
  })
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS })
}
