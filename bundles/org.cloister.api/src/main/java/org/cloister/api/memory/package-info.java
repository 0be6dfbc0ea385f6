/** Guest memory with its two views: what the host sees and what the guest sees. */
@Version("1.1.0")
package org.cloister.api.memory;

import org.osgi.annotation.versioning.Version;
