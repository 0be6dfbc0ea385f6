/** Verification of the measurement that a platform made of an SEV or SEV-ES launch. */
@Version("1.0.0")
package org.cloister.owner.measurement;

import org.osgi.annotation.versioning.Version;
