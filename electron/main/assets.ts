import { readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** The kinds of file that the page consists of. Anything else in the folder does not exist. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface Asset {
  readonly file: string
  readonly type: string
}

/** What `app://conclave/` serves: a closed list, made once. A path that is not in it is not looked up on the disk. */
export type Assets = ReadonlyMap<string, Asset>

export function listAssets(folder: string): Assets {
  const assets = new Map<string, Asset>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = join(entry.parentPath, entry.name)
    assets.set(`/${relative(folder, file).split(sep).join('/')}`, { file, type })
  }
  const index = assets.get('/index.html')
  if (index !== undefined) assets.set('/', index)
  return assets
}

export function findAsset(assets: Assets, url: URL): Asset | undefined {
  try {
    return assets.get(decodeURIComponent(url.pathname))
  } catch {
    return undefined
  }
}
