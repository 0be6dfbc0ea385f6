/**
 * What the software platform says of its guests, and who vouches for it: reports, endorsement keys, their certificates.
 */
package org.cloister.softsev.attest;
