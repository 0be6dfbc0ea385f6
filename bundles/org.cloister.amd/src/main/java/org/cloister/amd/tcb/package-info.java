/**
 * Processor generations and the versions of their trusted computing base.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.amd.tcb;

import org.osgi.annotation.versioning.Version;
