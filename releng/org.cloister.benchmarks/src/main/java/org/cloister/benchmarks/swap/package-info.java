/**
 * Replacing backends under load, in a framework of its own, which is the one that is found on the class path. Used by
 * the integration tests too, to count.
 */
package org.cloister.benchmarks.swap;
