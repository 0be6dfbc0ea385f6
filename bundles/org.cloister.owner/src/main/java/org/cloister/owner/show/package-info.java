/**
 * Finding out what a file is, and showing every field of it.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.owner.show;

import org.osgi.annotation.versioning.Version;
