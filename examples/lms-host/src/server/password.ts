import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const keyLength = 32
// 32 MB and a twentieth of a second for each guess.
const cost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/** What is kept of a password: salt and key, in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt)
  return `${salt.toString('base64url')}.${key.toString('base64url')}`
}

/** @param kept null where nobody is known: it takes as long, so that time does not tell who has an account. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [salt = '', key = ''] = kept?.split('.') ?? []
  const derived = await derive(password, Buffer.from(salt, 'base64url'))
  const expected = Buffer.from(key, 'base64url')
  return kept !== null && expected.length === derived.length && timingSafeEqual(derived, expected)
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyLength, cost, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
