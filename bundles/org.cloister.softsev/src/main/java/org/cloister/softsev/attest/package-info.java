/**
 * The software platform's reports on its guests, and the keys that sign them: reports, endorsement keys, their
 * certificates.
 */
package org.cloister.softsev.attest;
