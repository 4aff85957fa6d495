import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { readAirGap } from '../../../../electron/core/room/air-gap.ts'
import { airGap, type AirGap, airGapVerdict } from '../../../../shared/room/air-gap.ts'
import { recordedTree } from '../../../support/recorded-tree.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()

function read(name: string, addresses: Record<string, string[]> = {}): AirGap {
  const lo = { lo: ['127.0.0.1', '::1'] }
  const found = readAirGap({
    tree: recordedTree(name, scratch()),
    addresses: new Map(Object.entries({ ...lo, ...addresses })),
  })
  expect(airGap.parse(found)).toEqual(found)
  return found
}

/** What is not ok, as "severity area name". */
function notOk({ findings }: AirGap): string[] {
  return findings.flatMap(({ severity, area, name }) => (severity === 'ok' ? [] : [`${severity} ${area} ${name}`]))
}

describe('readAirGap', () => {
  it('finds nothing on a bare machine, and says so of every area', () => {
    const found = read('bare')
    expect(notOk(found)).toEqual([])
    expect(airGapVerdict(found)).toBe('ok')
    expect(found.findings.map(({ area }) => area)).toEqual([
      'interface',
      'route',
      'wireless',
      'bluetooth',
      'mobile-broadband',
      'listening',
      'media',
      'usb-network',
    ])
  })

  it('tells a switch of the case from one in software', () => {
    const found = read('laptop-wifi-off')
    expect(notOk(found)).toEqual(['attention wireless phy0'])
    expect(found.facts.radios.map(({ name, blocked, from }) => [name, blocked, from])).toEqual([
      ['phy0', 'soft', '/sys/class/rfkill/rfkill0'],
      ['hci0', 'hard', '/sys/class/rfkill/rfkill1'],
    ])
    expect(found.facts.interfaces.find(({ name }) => name === 'wlp2s0')?.wireless).toBe(true)
  })

  it('names every way out of a docked laptop', () => {
    const found = read('docked', { enp0s31f6: ['192.0.2.7', '2001:db8::2'], docker0: ['172.17.0.1'] })
    expect(notOk(found)).toEqual([
      'attention interface docker0',
      'open interface enp0s31f6',
      'open route 0.0.0.0/0 enp0s31f6',
      'attention route 192.0.2.0/24 enp0s31f6',
      'attention route 2001:db8::/64 enp0s31f6',
      'open route ::/0 enp0s31f6',
      'open wireless phy0',
      'open bluetooth hci0',
      'unknown mobile-broadband wwan0',
      'attention listening tcp 0.0.0.0 22',
      'attention listening tcp6 :: 22',
      'attention listening udp 0.0.0.0 5353',
      'open network-drive /mnt/Office share',
      'attention usb-network cdc_ether',
      'attention usb-network r8152',
      'attention usb-network usbnet',
    ])
    expect(airGapVerdict(found)).toBe('open')
    expect(found.facts.listening.filter(({ loopback }) => loopback).map(({ address }) => address)).toEqual([
      '127.0.0.1',
      '::1',
      '::ffff:127.0.0.1',
    ])
  })

  it('names media that can be taken away, where and how they are mounted', () => {
    const found = read('sticks')
    expect(notOk(found)).toEqual(['attention media sdb', 'attention media sdd', 'attention media sdf'])
    expect(found.facts.media.map(({ device, usb, mounts }) => [device, usb, ...mounts.map(({ at }) => at)])).toEqual([
      ['sdb', true, '/media/ann/MERIDIAN KEYS'],
      ['sdc', true, '/media/requests'],
      ['sdd', true, '/media/backup'],
      ['sde', true],
      ['sdf', true],
      ['sr0', false],
    ])
    expect(found.findings.find(({ name }) => name === 'sdb')?.words).toBe(
      'The USB medium Kingston DataTraveler 3.0 (sdb), 16 GB, is mounted at /media/ann/MERIDIAN KEYS (not ro, noexec).',
    )
  })

  it('never takes what cannot be read for sealed', () => {
    const container = read('container')
    expect(airGapVerdict(container)).toBe('unknown')
    expect(notOk(container)).toEqual([
      'unknown container container',
      'unknown interface interface',
      'unknown wireless wireless',
      'unknown bluetooth bluetooth',
      'unknown mobile-broadband mobile-broadband',
      'unknown media media',
      'unknown usb-network usb-network',
    ])
    const nothing = read('nothing', { en0: ['192.0.2.9'] })
    expect(nothing.findings.filter(({ severity }) => severity === 'ok')).toEqual([])
    expect(notOk(nothing)).toContain('open interface en0')
  })

  it('reads this machine: whatever has an address is named', () => {
    const connected = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
      (list ?? []).some(({ internal }) => !internal) ? [name] : [],
    )
    const found = readAirGap()
    const named = found.findings.flatMap(({ area, name, severity }) =>
      area === 'interface' && (severity === 'open' || severity === 'attention') ? [name] : [],
    )
    expect(named).toEqual(expect.arrayContaining(connected))
    expect(airGap.parse(found)).toEqual(found)
  })
})
