/**
 * Gets certificates and revocation lists that are missing from AMD's key distribution service, or a mirror of it, by
 * way of a cache. Whatever comes, from the network or the cache, is judged before it is handed over, and by the
 * verification once more: who lies can cause nothing but a refusal.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.owner.fetch;

import org.osgi.annotation.versioning.Version;
