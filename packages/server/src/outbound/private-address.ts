import { BlockList, isIP } from 'node:net'

const notPublic = new BlockList()
/** IANA IPv4 Special-Purpose Address Registry, and multicast. */
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]) {
  const [net = '', bits] = range.split('/')
  notPublic.addSubnet(net, Number(bits), 'ipv4')
}
/** Within 2000::/3 what carries an IPv4 address or is for documents; everything outside of it is not public anyway. */
for (const range of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']) {
  const [net = '', bits] = range.split('/')
  notPublic.addSubnet(net, Number(bits), 'ipv6')
}
const publicIpv6 = new BlockList()
publicIpv6.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address leads somewhere that the world does not reach: this machine, a private network, a cloud's metadata. */
export const isPrivateAddress = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return notPublic.check(address, 'ipv4')
    case 6:
      return !publicIpv6.check(address, 'ipv6') || notPublic.check(address, 'ipv6')
    default:
      return true
  }
}
