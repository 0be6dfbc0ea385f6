/**
 * Sessions for the launch of SEV and SEV-ES guests, made by the guest's owner for a platform whose chain it has
 * verified.
 */
@Version("1.0.0")
package org.cloister.owner.session;

import org.osgi.annotation.versioning.Version;
