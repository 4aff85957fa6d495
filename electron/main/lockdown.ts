import { app, type Session, session, type WebContents } from 'electron'
import { reportRefusal } from './diagnostics.ts'
import { isOwnUrl } from './origin.ts'

const SWITCHES: readonly (readonly [string, string?])[] = [
  // No name and no address resolves, whoever asks inside Chromium.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['no-proxy-server'],
  ['dns-prefetch-disable'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-default-apps'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-breakpad'],
  ['disable-quic'],
  ['no-pings'],
]

/** Chromium's own services that would look for devices, names or updates. */
const FEATURES_OFF = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'DnsOverHttps',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
  'WebBluetooth',
  'WebRtcHideLocalIpsWithMdns',
  'WebUSB',
]

/** Before the app is ready. */
export function setSwitches(): void {
  for (const [name, value] of SWITCHES) {
    if (value === undefined) app.commandLine.appendSwitch(name)
    else app.commandLine.appendSwitch(name, value)
  }
  const given = app.commandLine.getSwitchValue('disable-features')
  app.commandLine.appendSwitch('disable-features', [...(given === '' ? [] : [given]), ...FEATURES_OFF].join(','))
}

/** Every session and every page that is ever made, also those that are not ours. `developer` allows the developer tools. */
export function lockDown(developer: boolean): void {
  app.on('session-created', (created) => {
    lockSession(created, developer)
  })
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents)
  })
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault()
    answer(false)
  })
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault()
    answer()
  })
  app.on('login', (event, _contents, _details, _authInfo, answer) => {
    event.preventDefault()
    answer()
  })
  void app.whenReady().then(() => {
    lockSession(session.defaultSession, developer)
  })
}

function lockSession(locked: Session, developer: boolean): void {
  locked.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isOwnUrl(details.url) || (developer && details.url.startsWith('devtools://'))
    if (!allowed) reportRefusal('request', details.url)
    answer({ cancel: !allowed })
  })
  locked.setPermissionRequestHandler((_contents, permission, answer) => {
    reportRefusal('permission', permission)
    answer(false)
  })
  locked.setPermissionCheckHandler(() => false)
  locked.setDevicePermissionHandler(() => false)
  locked.setCertificateVerifyProc((_request, answer) => {
    answer(CERTIFICATE_REFUSED)
  })
  locked.on('will-download', (event, item) => {
    reportRefusal('download', item.getURL())
    event.preventDefault()
  })
  // The spell checker would download dictionaries.
  locked.setSpellCheckerEnabled(false)
}

/** Of setCertificateVerifyProc. */
const CERTIFICATE_REFUSED = -2

function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    reportRefusal('navigation', event.url)
    event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    reportRefusal('navigation', event.url)
    event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    reportRefusal('redirect', event.url)
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    reportRefusal('webview', '')
    event.preventDefault()
  })
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault()
    answer('')
  })
  contents.setWindowOpenHandler(({ url }) => {
    reportRefusal('window', url)
    return { action: 'deny' }
  })
  // WebRTC cannot be switched off. Under this policy it finds no address of its own and sends nothing.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
