export { personFieldSteps } from './field-steps.js'
export { personKeySteps } from './key-steps.js'
