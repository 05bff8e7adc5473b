/** One password for everybody who is made up: the log-in page says it. */
export const demoPassword = 'learn together'

/** Who to log in as, to see what. */
export const demoLearners = [
  { name: 'Maya Lindqvist', email: 'maya-lindqvist@lms.test', is: 'A learner who has linked nothing yet' },
  { name: 'Kofi Mensah', email: 'kofi-mensah@lms.test', is: 'A learner whose posts are read from Bluesky' },
  { name: 'Ingrid Solberg', email: 'ingrid-solberg@lms.test', is: 'The manager of the programme' },
].map((learner) => ({ ...learner, password: demoPassword }))
