import { isSociusError } from '@socius/core/provider'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardUrl, whyForbidden } from './url-guard.js'

const refuses = (address: string): boolean => {
  try {
    guardUrl(address)
    return false
  } catch (error) {
    if (!isSociusError(error, 'invalid_input')) throw error
    return true
  }
}

const privateIpv4 = fc.oneof(
  ...[
    [10],
    [127],
    [0],
    [169, 254],
    [192, 168],
    [172, 16],
    [172, 31],
    [100, 64],
    [192, 0, 0],
    [198, 18],
    [224],
    [240],
  ].map((prefix) =>
    fc
      .array(fc.integer({ min: 0, max: 255 }), { minLength: 4 - prefix.length, maxLength: 4 - prefix.length })
      .map((rest) => [...prefix, ...rest]),
  ),
)

/** Every way in which `inet_aton` and the address standard let an IPv4 address be written. */
const notations: readonly ((parts: readonly number[]) => string)[] = [
  (parts) => parts.join('.'),
  (parts) => String(toNumber(parts)),
  (parts) => `0x${toNumber(parts).toString(16)}`,
  (parts) => `0${toNumber(parts).toString(8)}`,
  (parts) => parts.map((part) => `0${part.toString(8)}`).join('.'),
  (parts) => parts.map((part) => `0x${part.toString(16)}`).join('.'),
  ([a, ...rest]) => `${a}.${toNumber([0, ...rest])}`,
  ([a, b, ...rest]) => `${a}.${b}.${toNumber([0, 0, ...rest])}`,
  (parts) => `${parts.join('.')}.`,
  (parts) => `[::ffff:${parts.join('.')}]`,
  (parts) => `[0:0:0:0:0:ffff:${hex(parts, 0)}:${hex(parts, 2)}]`,
  (parts) => `[64:ff9b::${parts.join('.')}]`,
  (parts) => `[2002:${hex(parts, 0)}:${hex(parts, 2)}::]`,
  (parts) => `[::${parts.join('.')}]`,
]

function toNumber(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}

function hex(parts: readonly number[], from: number): string {
  return ((parts[from] ?? 0) * 256 + (parts[from + 1] ?? 0)).toString(16)
}

describe('guardUrl', () => {
  it('lets public addresses through as they are', () => {
    for (const address of [
      'https://example.com/feed?x=1',
      'http://blog.example.co.uk:8080/',
      'https://8.8.8.8/',
      'https://[2606:4700::1111]/',
      'https://bücher.example/',
      'https://172.32.0.1/',
      'https://localhost.example.com/',
    ]) {
      expect(guardUrl(address).href).toBe(new URL(address).href)
    }
  })

  it.each([
    ['ftp://example.com/'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['data:text/xml,<rss/>'],
    ['https://user:secret@example.com/'],
    ['https://user@example.com/'],
    ['http://localhost/'],
    ['http://LOCALHOST:80/'],
    ['http://localhost./'],
    ['http://api.localhost/'],
    ['http://printer.local/'],
    ['http://metadata.google.internal/'],
    ['http://metadata/'],
    ['http://redis:6379/'],
    ['http://router.home.arpa/'],
    ['http://169.254.169.254/latest/meta-data/'],
    ['http://168.63.129.16/'],
    ['http://100.100.100.200/'],
    ['http://[::1]/'],
    ['http://[::]/'],
    ['http://[fe80::1]/'],
    ['http://[fd00:ec2::254]/'],
    ['http://[fc00::1]/'],
    ['http://[ff02::1]/'],
    ['http://①②⑦.⓪.⓪.①/'],
    ['http://127。0。0。1/'],
    ['http://127.1/'],
    ['http://0/'],
    ['http://[2001:db8::1]/'],
    ['http://[2001:0:7f00:1::]/'],
    ['not an address'],
    [''],
    ['//example.com'],
  ])('refuses %s', (address) => {
    expect(refuses(address)).toBe(true)
  })

  it('refuses every private IPv4 address in every notation', () => {
    fc.assert(
      fc.property(privateIpv4, fc.constantFrom(...notations), (parts, write) => {
        expect(refuses(`http://${write(parts)}/`)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('never throws anything else, whatever the address is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.ipV4().map((ip) => `http://${ip}/`),
          fc.ipV6().map((ip) => `http://[${ip}]/`),
        ),
        (text) => {
          expect(typeof refuses(text)).toBe('boolean')
        },
      ),
      { numRuns: 500 },
    )
  })

  it('says why without naming the address', () => {
    const error = (() => {
      try {
        return guardUrl('https://user:secret@example.com/path?token=abc')
      } catch (thrown) {
        return thrown
      }
    })()
    expect(JSON.stringify(error)).not.toMatch(/secret|token|example/)
  })

  it('lets private hosts through when the host says so, but no credentials and no other schemes', () => {
    const options = { allowPrivateHosts: true }
    expect(guardUrl('http://127.0.0.1:2583/', options).port).toBe('2583')
    expect(whyForbidden(new URL('http://a:b@127.0.0.1/'), options)).not.toBeNull()
    expect(whyForbidden(new URL('file:///etc/passwd'), options)).not.toBeNull()
  })

  it('trusts the origins that the host has configured, and only these', () => {
    const options = { trustedOrigins: ['http://127.0.0.1:2583'] }
    expect(whyForbidden(new URL('http://127.0.0.1:2583/xrpc'), options)).toBeNull()
    expect(whyForbidden(new URL('http://127.0.0.1:2584/xrpc'), options)).not.toBeNull()
  })
})
