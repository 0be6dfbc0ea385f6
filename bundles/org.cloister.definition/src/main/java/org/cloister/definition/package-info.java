/**
 * The words by which QEMU and libvirt ask for a confidential guest, read and written: {@code -object sev-guest,…},
 * {@code <launchSecurity>}. Functions on text; files that the text names are the caller's to read.
 */
@Version("1.1.0")
package org.cloister.definition;

import org.osgi.annotation.versioning.Version;
