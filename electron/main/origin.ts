export const SCHEME = 'app'
export const HOST = 'conclave'
export const PAGE_URL = `${SCHEME}://${HOST}/index.html`

/** The one thing that a window for printing can load, from a session of its own. */
export const PAPER_URL = `${SCHEME}://${HOST}/paper.html`

/** True for what the page itself consists of. */
export function isOwnUrl(url: string): boolean {
  return url.startsWith(`${SCHEME}://${HOST}/`)
}
