/**
 * The software platform as programs drive it that speak Linux's bytes: machines whose processors and memory come later,
 * memory that the program owns, and the commands of {@code /dev/kvm} and {@code /dev/sev} as structs.
 *
 * <p>{@link org.cloister.softsev.client.SoftKvm} is where to begin. No parameter and no result is null.
 */
@Version("1.1.0")
package org.cloister.softsev.client;

import org.osgi.annotation.versioning.Version;
