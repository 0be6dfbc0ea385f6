/** Launches: settings, plans, and the digest of a plan. */
@Version("1.0.0")
package org.cloister.amd.launch;

import org.osgi.annotation.versioning.Version;
