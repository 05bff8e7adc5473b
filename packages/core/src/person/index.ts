export { ensurePerson, holdPeople, holdPerson, mergedAway } from './hold-people.js'
export { personCreated } from './person.events.js'
export {
  cleanPersonFields,
  emptyPerson,
  fieldAudience,
  type Person,
  type PersonFields,
  person,
  personFields,
  personVisibility,
} from './person.js'
