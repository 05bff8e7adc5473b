export {
  checkKeywordQuery,
  type KeywordOperator,
  type KeywordQuery,
  type KeywordTest,
  keywordOperators,
} from './keyword-query.js'
export { type KeywordMatch, matchKeywordQuery } from './match-keyword-query.js'
export { parseKeywordQuery } from './parse-keyword-query.js'
export { type RelaxedQuery, relaxKeywordQuery } from './relax-keyword-query.js'
