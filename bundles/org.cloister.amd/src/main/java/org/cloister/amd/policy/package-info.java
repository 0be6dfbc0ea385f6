/** Guest policies and the names of their bits. */
@Version("1.0.0")
package org.cloister.amd.policy;

import org.osgi.annotation.versioning.Version;
