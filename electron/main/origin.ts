export const SCHEME = 'app'
export const HOST = 'conclave'
export const PAGE_URL = `${SCHEME}://${HOST}/index.html`

/** True for what the page itself consists of. */
export function isOwnUrl(url: string): boolean {
  return url.startsWith(`${SCHEME}://${HOST}/`)
}
