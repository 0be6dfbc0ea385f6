/**
 * The secure processor: the commands of its firmware on platform and guests, identifiers, and what the CPUID
 * instruction answers.
 *
 * <p>No parameter and no result is null.
 */
package org.cloister.softsev.processor;
