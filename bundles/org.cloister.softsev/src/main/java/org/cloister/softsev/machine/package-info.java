/**
 * A virtual machine as the hypervisor holds it: memory, processors, and the commands of one guest with the checks that
 * Linux makes.
 *
 * <p>No parameter and no result is null.
 */
package org.cloister.softsev.machine;
