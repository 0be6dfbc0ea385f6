/**
 * Pages that the firmware gives to a guest, and the table in which a host hands over certificates.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.amd.page;

import org.osgi.annotation.versioning.Version;
