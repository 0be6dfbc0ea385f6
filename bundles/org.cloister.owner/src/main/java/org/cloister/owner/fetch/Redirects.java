// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Judges where a service sends its clients: AMD's own may send them to itself and nowhere else, a mirror to others.
 * From https nobody gets to http. A request says which chip somebody trusts.
 */
record Redirects(URI service, boolean mirror) {
    private static final String SECURE = "https";

    /** The address to go on with. */
    URI next(URI from, Optional<String> location) throws IOException {
        URI next;
        try {
            next = from.resolve(location.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new IOException("the service redirects to what is not an address", e);
        }
        boolean web = next.getHost() != null
                && (SECURE.equalsIgnoreCase(next.getScheme())
                        || "http".equalsIgnoreCase(next.getScheme()) && !SECURE.equalsIgnoreCase(from.getScheme()));
        boolean same = web && next.getHost().equalsIgnoreCase(service.getHost()) && next.getPort() == service.getPort();
        if (location.isEmpty() || !web || !mirror && !same) {
            throw new IOException("the service redirects to " + location.orElse("nowhere")
                    + ", which is not followed; expected " + (mirror ? "an address of the web" : service.toString()));
        }
        return next;
    }
}
