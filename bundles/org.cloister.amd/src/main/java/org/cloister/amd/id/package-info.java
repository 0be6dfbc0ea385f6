/**
 * ID block and ID authentication of SEV-SNP guests: what a guest owner signs so that only the expected guest starts.
 *
 * <p>No parameter and no result is null, unless it is said so.
 */
@Version("1.0.0")
package org.cloister.amd.id;

import org.osgi.annotation.versioning.Version;
