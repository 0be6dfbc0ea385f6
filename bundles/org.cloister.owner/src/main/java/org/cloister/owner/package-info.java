/** The guest owner's side: what a guest must measure, computed from the same plan that the host launches by. */
@Version("1.0.0")
package org.cloister.owner;

import org.osgi.annotation.versioning.Version;
