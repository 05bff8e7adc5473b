export { ensurePerson, holdPeople, holdPerson, mergedAway } from './hold-people.js'
export { personCreated } from './person.events.js'
export {
  cleanPersonFields,
  fieldAudience,
  type Person,
  type PersonFields,
  person,
  personFields,
  personVisibility,
} from './person.js'
