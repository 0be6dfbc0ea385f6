/** Measures launches of SEV-SNP guests on the software platform, and many guests at once. */
package org.cloister.benchmarks.guests;
