/** What callers use: requests, the choice of type and platform, launches and the launched guests. */
@Version("1.3.0")
package org.cloister.api.launch;

import org.osgi.annotation.versioning.Version;
