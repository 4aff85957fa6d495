import { expect, test } from '@playwright/test'
import { type Conclave, launchConclave } from '../e2e/launch.ts'
import { runInPage } from './run-in-page.ts'

let conclave: Conclave

test.beforeAll(async () => {
  conclave = await launchConclave()
})
test.afterAll(async () => {
  await conclave.close()
})

test('no permission is granted, and none is left to be asked for', async () => {
  const states = await runInPage(conclave.window, async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'clipboard-write',
      'persistent-storage',
    ]
    const found: Record<string, string> = {}
    for (const name of names) {
      try {
        found[name] = (await navigator.permissions.query({ name: name as PermissionName })).state
      } catch (error) {
        found[name] = error instanceof Error ? error.name : 'failed'
      }
    }
    return found
  })
  expect(Object.entries(states).filter(([, state]) => state === 'granted')).toStrictEqual([])
})

const ATTEMPTS: Readonly<Record<string, () => Promise<unknown>>> = {
  notifications: () =>
    Notification.requestPermission().then((answer) => {
      if (answer !== 'granted') throw new DOMException(answer, 'NotAllowedError')
    }),
  geolocation: () =>
    new Promise((resolve, reject) => {
      navigator.geolocation.getCurrentPosition(resolve, () => {
        reject(new Error('denied'))
      })
    }),
  camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
  microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
  screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
  'reading the clipboard': () => navigator.clipboard.readText(),
  'writing the clipboard': () => navigator.clipboard.writeText('x'),
  midi: () => navigator.requestMIDIAccess({ sysex: true }),
  usb: () =>
    (navigator as unknown as { usb: { requestDevice(o: object): Promise<unknown> } }).usb.requestDevice({
      filters: [],
    }),
  serial: () => (navigator as unknown as { serial: { requestPort(): Promise<unknown> } }).serial.requestPort(),
  bluetooth: () =>
    (navigator as unknown as { bluetooth: { requestDevice(o: object): Promise<unknown> } }).bluetooth.requestDevice({
      acceptAllDevices: true,
    }),
  'a folder': () => (window as unknown as { showDirectoryPicker(): Promise<unknown> }).showDirectoryPicker(),
  'pointer lock': () => document.body.requestPointerLock(),
  'keyboard lock': () => (navigator as unknown as { keyboard: { lock(): Promise<void> } }).keyboard.lock(),
  'wake lock': () => navigator.wakeLock.request('screen'),
  'idle detection': () =>
    (
      window as unknown as { IdleDetector: { requestPermission(): Promise<string> } }
    ).IdleDetector.requestPermission().then((answer) => {
      if (answer !== 'granted') throw new DOMException(answer, 'NotAllowedError')
    }),
}

for (const [what, attempt] of Object.entries(ATTEMPTS)) {
  test(`${what}: refused`, async () => {
    const outcome = await conclave.window.evaluate(
      async (source) => {
        // A person's click: some of these fail for want of one, and that would prove nothing.
        try {
          const run = source as () => Promise<unknown>
          return await Promise.race([
            run().then(() => 'granted'),
            new Promise((resolve) => setTimeout(resolve, 3000, 'no answer')),
          ])
        } catch (error) {
          return `refused: ${error instanceof Error ? error.name : String(error)}`
        }
      },
      await conclave.window.evaluateHandle(`(${attempt.toString()})`),
    )
    expect(outcome).toMatch(/^refused/)
  })
}

test('no HID device is handed out', async () => {
  const devices = await conclave.window.evaluate(() =>
    (navigator as unknown as { hid: { requestDevice(o: object): Promise<unknown[]> } }).hid
      .requestDevice({ filters: [] })
      .then(
        (found) => found.length,
        () => 0,
      ),
  )
  expect(devices).toBe(0)
})
