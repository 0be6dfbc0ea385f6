/**
 * Sessions between a guest's owner and a secure processor, and what travels in them: the session blob, transport keys
 * and packets (SEV API, 55766, "Key Management" and "Data Transport"). Both sides, as functions on bytes.
 *
 * <p>No parameter and no result is null.
 */
@Version("1.1.0")
package org.cloister.amd.session;

import org.osgi.annotation.versioning.Version;
