/**
 * The way through {@code /dev/sev-guest} of a guest's own Linux: the structs of its ioctls by their offsets, and the
 * small interface by which somebody makes them who can call into the kernel.
 */
@Version("1.0.0")
package org.cloister.guest.device;

import org.osgi.annotation.versioning.Version;
