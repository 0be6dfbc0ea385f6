/**
 * ID blocks: what a guest's owner signs so that only the guest that is meant is launched, and the P-384 keys for it.
 *
 * <p>No parameter and no result is null.
 */
@Version("1.0.0")
package org.cloister.amd.id;

import org.osgi.annotation.versioning.Version;
