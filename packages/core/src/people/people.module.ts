import { defineModule } from '../operation/index.js'
import { identity, profile } from './identity.js'
import { identityEstablished, personCreated, personUpdated, profileUpdated } from './people.events.js'
import { peopleOperations } from './people.operations.js'
import { person } from './person.js'

/** Who people are, here and on platforms. */
export const people = defineModule({
  name: 'people',
  collections: [person, identity, profile],
  events: [personCreated, personUpdated, identityEstablished, profileUpdated],
  operations: peopleOperations,
})
