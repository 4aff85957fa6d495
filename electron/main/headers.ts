/** React Aria adds one style element (touch-action of pressable elements); a test recomputes its digest from the package. */
const REACT_ARIA_PRESS_STYLE = 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='

const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': `'self' '${REACT_ARIA_PRESS_STYLE}'`,
  'font-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'object-src': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
}

/** Of a paper that is printed: nothing but its own style and fonts, which lie in the file. Its own policy names the style's digest. */
const PAPER_POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'style-src': "'unsafe-inline'",
  'font-src': 'data:',
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  sandbox: '',
}

const COMMON: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), display-capture=(), midi=(), usb=(), serial=(), hid=(), bluetooth=(), payment=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/** On every response of the page, whatever it is. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policyText(POLICY),
  ...COMMON,
}

/** On every response in the session of a paper. */
export const PAPER_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policyText(PAPER_POLICY),
  ...COMMON,
}

function policyText(policy: Readonly<Record<string, string>>): string {
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`.trim())
    .join('; ')
}
