import { describe, expect, test } from 'vitest'
import { clientNetwork, networkOf } from './client-network.js'

describe('the network of an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    [' 192.0.2.7 ', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:c000:0207', '192.0.2.7'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['[2001:db8:1:2::1]:443', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::4:5:6:7', '2001:db8:0:0::/64'],
    ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  test('is the same for every address of one customer, and another for the next', () => {
    expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:db8:1:2:ffff:ffff:ffff:ffff'))
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
    expect(networkOf('192.0.2.7')).not.toBe(networkOf('192.0.2.8'))
  })

  test.each([
    undefined,
    '',
    'unknown',
    '999.1.1.1',
    '192.0.2.7:',
    '192.0.2',
    '1:2:3',
    '_hidden',
    '::ffff:999.1.1.1',
  ])('of what is no address is not known: %s', (text) => {
    expect(networkOf(text)).toBeUndefined()
  })
})

describe('the network of a client', () => {
  const request = (forwarded?: string) =>
    new Request(
      'http://localhost/',
      forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } },
    )
  const source = { remoteAddress: '10.0.0.1' }

  test('without proxies is that of the connection, whatever the request says', () => {
    expect(clientNetwork(request('192.0.2.7'), source, 0)).toBe('10.0.0.1')
  })

  test('behind proxies of ours is what the first of them heard; what stands further left was written by anybody', () => {
    expect(clientNetwork(request('192.0.2.7'), source, 1)).toBe('192.0.2.7')
    expect(clientNetwork(request('203.0.113.9, 192.0.2.7'), source, 1)).toBe('192.0.2.7')
    expect(clientNetwork(request('203.0.113.9, 192.0.2.7, 10.0.0.2'), source, 2)).toBe('192.0.2.7')
  })

  test('is that of the connection when the request passed fewer proxies than there should be', () => {
    expect(clientNetwork(request('192.0.2.7'), source, 2)).toBe('10.0.0.1')
    expect(clientNetwork(request(), source, 1)).toBe('10.0.0.1')
    expect(clientNetwork(request(''), source, 1)).toBe('10.0.0.1')
    expect(clientNetwork(request('unknown'), source, 1)).toBe('10.0.0.1')
  })

  test('is found behind an endless header', () => {
    const forwarded = `${'203.0.113.9, '.repeat(10_000)}192.0.2.7`
    expect(clientNetwork(request(forwarded), source, 1)).toBe('192.0.2.7')
  })

  test('is not known when the host does not say', () => {
    expect(clientNetwork(request(), {}, 0)).toBeUndefined()
  })
})
