/** Secrets that a guest's owner packs for the launch of an SEV or SEV-ES guest. */
@Version("1.0.0")
package org.cloister.owner.secret;

import org.osgi.annotation.versioning.Version;
