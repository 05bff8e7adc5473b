export {
  type BytesAnswer,
  createHttp,
  type Http,
  type HttpAnswer,
  type HttpOptions,
  type QueryValue,
  type Validators,
} from './create-http.js'
export { decodeText } from './decode-text.js'
export { parseJson, parseJsonText } from './parse-json.js'
