/** A platform under mixed commands for as long as one likes, and what it holds after each minute. */
package org.cloister.benchmarks.soak;
