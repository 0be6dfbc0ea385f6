/**
 * Evidence as clouds and tools hand it over: attestation reports inside of what firmware, kernels, metadata services
 * and other verifiers make of them. Files are recognised by their content, never by their name.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.owner.evidence;

import org.osgi.annotation.versioning.Version;
