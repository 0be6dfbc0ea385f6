/** What this host can do: raw facts, and the checks that judge them. */
@Version("1.0.0")
package org.cloister.api.host;

import org.osgi.annotation.versioning.Version;
