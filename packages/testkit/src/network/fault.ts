/** What can go wrong with a request. */
export type Fault =
  /** An error of the platform's own. `resetAfter`: milliseconds until the limit's reset, told in the platform's way. */
  | { readonly kind: 'status'; readonly status: number; readonly resetAfter?: number }
  /** No answer, until the caller gives up. */
  | { readonly kind: 'timeout' }
  /** The connection breaks: before the answer, or in the middle of its body. */
  | { readonly kind: 'reset'; readonly midBody?: boolean }
  /** The body ends half-way, and the connection says that it is complete. */
  | { readonly kind: 'cutBody' }
  /** A well-formed document that is not the one asked for. */
  | { readonly kind: 'wrongShape' }
  /** A page of HTML with status 200, as captive portals and proxies give. */
  | { readonly kind: 'notJson' }
  /** A body of the right type that goes on and on: 64 MiB, unless told. */
  | { readonly kind: 'hugeBody'; readonly bytes?: number }
  /** A document nested this deep: 100,000 levels, unless told. */
  | { readonly kind: 'deepJson'; readonly depth?: number }
  /** One item of the page is malformed. */
  | { readonly kind: 'oneBadItem' }
  /** The answer takes this many milliseconds of virtual time. */
  | { readonly kind: 'slow'; readonly delay: number }
  /** The page before comes again, with its own cursor. */
  | { readonly kind: 'duplicatePage' }
  /** The items of the page come in another order. */
  | { readonly kind: 'shuffledPage' }

export type FaultKind = Fault['kind']
