/** Rows that one transaction of a merge moves, about: few enough that nobody waits long for the two people. */
export const mergePiece = 500
