/** The way through configfs of a guest's own Linux, 6.7 and newer (Documentation/ABI/testing/configfs-tsm-report). */
@Version("1.0.0")
package org.cloister.guest.tsm;

import org.osgi.annotation.versioning.Version;
