/**
 * What runs inside an SEV-SNP guest and asks its secure processor: reports, certificates, keys of the guest's own, the
 * clock. There are three ways to ask; {@link GuestTransports} takes the first that is there and says why the others are
 * not.
 */
@Version("1.0.0")
package org.cloister.guest;

import org.osgi.annotation.versioning.Version;
