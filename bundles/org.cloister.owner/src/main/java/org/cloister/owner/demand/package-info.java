/**
 * What a relying party demands of a report, by name, as it is written: in options, in policy files, and in the JSON
 * policies of other verifiers. What the names mean is for {@link org.cloister.owner.verify}.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.owner.demand;

import org.osgi.annotation.versioning.Version;
