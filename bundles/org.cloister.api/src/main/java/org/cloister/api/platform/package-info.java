/** What carries a guest: virtual machine monitors, their machines, execution, the secure processor. */
@Version("1.2.0")
package org.cloister.api.platform;

import org.osgi.annotation.versioning.Version;
