/**
 * Certificates between files and the table in which a host hands them to its guests.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.owner.certs;

import org.osgi.annotation.versioning.Version;
