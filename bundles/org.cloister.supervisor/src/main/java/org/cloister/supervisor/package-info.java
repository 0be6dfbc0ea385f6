/**
 * Programs as they are, QEMU for example, run so that they find the secure processor in software where a host's would
 * be: {@code /dev/sev}, machines of {@code /dev/kvm}, and what a host says of both.
 *
 * <p>{@link org.cloister.supervisor.Supervisor} is where to begin. No parameter and no result is null.
 */
@Version("1.0.0")
package org.cloister.supervisor;

import org.osgi.annotation.versioning.Version;
