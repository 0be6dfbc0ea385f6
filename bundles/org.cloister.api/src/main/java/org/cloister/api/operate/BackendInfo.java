// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;

/**
 * A backend of a guest type, as it stands at one moment. Immutable.
 *
 * @param type the guest type it brings
 * @param name the symbolic name of its bundle
 * @param version the version of its bundle
 * @param bundle the number of its bundle in this framework
 * @param ranking its {@code service.ranking}; the highest gets new work
 * @param role what it does at the moment
 * @param schema the context schema it writes, as text
 * @param calls how many calls of it are under way
 * @param guests the identifiers of the guests that only it, or it first, understands; oldest first
 * @param file what it was swapped in from; empty for a backend that was installed otherwise
 * @param failed how it last failed when it was asked to take over guests, in one line; empty when it did not
 */
public record BackendInfo(
        GuestType type,
        String name,
        String version,
        long bundle,
        int ranking,
        Role role,
        String schema,
        int calls,
        List<String> guests,
        Optional<BackendFile> file,
        Optional<String> failed) {
    /** Keeps a copy of the list. */
    public BackendInfo {
        guests = List.copyOf(guests);
    }

    /** A backend that did not fail. */
    public BackendInfo(
            GuestType type,
            String name,
            String version,
            long bundle,
            int ranking,
            Role role,
            String schema,
            int calls,
            List<String> guests,
            Optional<BackendFile> file) {
        this(type, name, version, bundle, ranking, role, schema, calls, guests, file, Optional.empty());
    }

    /** What a backend does. */
    public enum Role {
        /** It gets new launches. */
        CURRENT,
        /** It was replaced and gets no new launches; calls that are under way end. */
        DRAINING,
        /** It was replaced and stays for guests that no newer backend adopts. */
        PINNED,
        /** It is there, and another one is preferred. */
        STANDBY
    }
}
