export {
  type BytesAnswer,
  createHttp,
  type Http,
  type HttpAnswer,
  type HttpOptions,
  type HttpRequest,
  type JsonAnswer,
  type QueryValue,
  type Validators,
} from './create-http.js'
export { decodeText } from './decode-text.js'
export { maxJsonDepth, type ParsedJson, parseJson } from './parse-json.js'
export { guardUrl, type UrlGuardOptions, whyForbidden } from './url-guard.js'
