export type { CoreServices } from './core-modules.js'
export {
  createSocius,
  type ModuleServices,
  type Socius,
  type SociusHandle,
} from './create-socius.js'
export type { Modules, SociusOptions } from './options.js'
